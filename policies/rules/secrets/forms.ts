/** What there may be before a name in a query string, and what is none: a variable or a placeholder. */
const IN_QUERY =
    /:\/\/[^\s'"]*[?&](?:access_?token|api_?key|auth_?token|client_?secret|passw(?:or)?d|secret|sig(?:nature)?|token)=(?![$<{%*])[^\s&#'"]{8}/i;
/** What `-----BEGIN … PRIVATE KEY` becomes in base64. */
const KEY_IN_BASE64 = /LS0tLS1CRUdJTi(?:BQUklW|BSU0EgUF|BFQyBQ|BPUEVOU1|BFTkNSWV|BEU0EgUF)/;

/** Values that give themselves away, wherever they stand, and what none of them is without. */
const FORMS: readonly (readonly [what: string, hints: readonly string[], form: RegExp])[] = [
    ["a private key", ["-----BEGIN"], /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/],
    ["a private key in base64", ["LS0tLS1CRUdJTi"], KEY_IN_BASE64],
    ["a private key", ["AGE-SECRET-KEY-"], /\bAGE-SECRET-KEY-1[0-9A-Z]{50}/],
    ["an AWS access key", ["AKIA", "ASIA"], /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
    ["a GitHub token", ["gh", "github_pat_"], /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/],
    ["a GitLab token", ["glpat-"], /\bglpat-[\w-]{20}/],
    ["an npm token", ["npm_"], /\bnpm_[A-Za-z0-9]{36}/],
    ["a Vault token", ["hvs."], /\bhvs\.[\w-]{24}/],
    ["a Slack token", ["xox"], /\bxox[abprs]-[A-Za-z0-9-]{10}/],
    ["a Slack webhook", ["hooks.slack.com"], /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16}/],
    ["a SendGrid key", ["SG."], /\bSG\.[\w-]{16,}\.[\w-]{16}/],
    ["a Stripe key", ["k_live_"], /\b[sr]k_live_[A-Za-z0-9]{16}/],
    ["a Google API key", ["AIza"], /\bAIza[\w-]{35}/],
    ["a signed token", ["eyJ"], /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}/],
    ["a registry's login", ['"auth"'], /"auth"\s*:\s*"[A-Za-z0-9+/]{8,}={0,2}"/],
    ["a login", ["uthorization"], /authorization["']?\s*[:=,]?\s*["']?(?:basic|bearer)\s+[\w+/=.~-]{12}/i],
    ["a URL with a password", ["://"], /:\/\/[^\s/:@'"]*:(?![$<{%*])[^\s/@'"]+@/],
    ["a URL with a secret in its query", ["://"], IN_QUERY],
];

/** Any of the hints: nearly every text is done with at one look. */
const HINT = new RegExp(FORMS.flatMap(([, hints]) => hints.map((hint) => hint.replace(/\./g, "\\."))).join("|"));

/** What kind of secret a text contains by its form, e.g. "a private key". */
export function secretForm(text: string): string | undefined {
    return HINT.test(text)
        ? FORMS.find(([, hints, form]) => hints.some((hint) => text.includes(hint)) && form.test(text))?.[0]
        : undefined;
}

import type { Violation } from "../../../policies/evaluate";
import type { Reference, Rule } from "../../../policies/rule";
import { html, type Markup, table } from "./html";

/** What the policies found, and every rule with where it comes from. */
export function policySection(violations: readonly Violation[], rules: readonly Rule[]): Markup {
    return html`<section aria-labelledby="policies">
        <h2 id="policies">Policies and compliance</h2>
        ${violations.length === 0 ? html`<p class="good">All ${rules.length} rules hold.</p>` : violationTable(violations)}
        <details>
            <summary>All ${rules.length} rules and where they come from</summary>
            ${table(
                ["Rule", "What must hold", "Severity", "Source", "Result"],
                rules.map((rule) => ruleRow(rule, violations.filter(({ rule: id }) => id === rule.id).length)),
            )}
        </details>
    </section>`;
}

function violationTable(violations: readonly Violation[]): Markup {
    return table(
        ["Level", "Severity", "Rule", "Resource", "What is wrong"],
        violations.map(
            ({ level, severity, rule, resource, message }) =>
                html`<tr>
                    <td class="${level === "mandatory" ? "bad" : "warn"}">${level}</td>
                    <td>${severity}</td>
                    <td>${rule}</td>
                    <td>${resource}</td>
                    <td>${message}</td>
                </tr> `,
        ),
    );
}

function ruleRow(rule: Rule, found: number): Markup {
    const result = found === 0 ? html`<td class="good">holds</td>` : html`<td class="bad">${found} violations</td>`;
    return html`<tr>
        <th scope="row"><code>${rule.id}</code></th>
        <td>${rule.title}</td>
        <td>${rule.severity}, ${rule.level}</td>
        <td>
            <ul>
                ${rule.references.map(source)}
            </ul>
        </td>
        ${result}
    </tr> `;
}

function source({ title, url }: Reference): Markup {
    return url === undefined ? html`<li>${title}</li>` : html`<li><a href="${url}">${title}</a></li>`;
}

import type { Violation } from "../../../../policies/engine/evaluate";
import type { Excepted } from "../../../../policies/engine/exception";
import type { Reference, Rule } from "../../../../policies/engine/rule";
import { html, type Markup, table } from "./html";
import { countText, type Level, LEVEL_CLASS, LEVELS } from "./levels";
import type { Preview } from "../../model/preview";

type Found = Pick<Preview, "violations" | "excepted" | "undecided">;

/** What the policies found, what exceptions cover, and every rule with where it comes from. */
export function policySection(found: Found, rules: readonly Rule[]): Markup {
    const { violations, excepted } = found;
    return html`<section aria-labelledby="policies">
        <h2 id="policies">Policies and compliance</h2>
        ${violations.length === 0 ? html`<p class="good">${holds(rules, excepted)}</p>` : violationGroups(violations, rules)}
        ${excepted.length === 0 ? undefined : exceptionTable(excepted)}
        <details>
            <summary>All ${rules.length} rules and where they come from</summary>
            ${table(
                ["Rule", "What must hold", "Severity", "Source", "Result"],
                rules.map((rule) => ruleRow(rule, result(rule, found))),
            )}
        </details>
    </section>`;
}

function holds(rules: readonly Rule[], excepted: readonly Excepted[]): string {
    return `All ${rules.length} rules hold${excepted.length === 0 ? "" : ", but for exceptions"}.`;
}

function exceptionTable(excepted: readonly Excepted[]): Markup {
    return html`<h3>Violations that an exception covers</h3>
        ${table(
            ["Until", "Owner", "Rule", "Resource", "What is wrong", "Why it is accepted"],
            excepted.map(
                ({ violation: { rule, resource, message }, by: { exception } }) =>
                    html`<tr>
                        <td>${exception.expiry}</td>
                        <td>${exception.owner}</td>
                        <td>${rule}</td>
                        <td>${resource}</td>
                        <td>${message}</td>
                        <td>${exception.reason}</td>
                    </tr> `,
            ),
        )}`;
}

/** Violations of one rule at one level. */
function violationGroups(violations: readonly Violation[], rules: readonly Rule[]): Markup {
    const groups = new Map<string, Violation[]>();
    for (const level of LEVELS) {
        for (const violation of violations.filter((one) => one.level === level)) {
            const key = `${level} ${violation.rule}`;
            groups.set(key, [...(groups.get(key) ?? []), violation]);
        }
    }
    return html`${[...groups.values()].map((group) => violationGroup(group, rules))}`;
}

function violationGroup(group: readonly Violation[], rules: readonly Rule[]): Markup | undefined {
    const [first] = group;
    if (first === undefined) {
        return undefined;
    }
    const rule = rules.find(({ id }) => id === first.rule);
    const byResource = new Map<string, Set<string>>();
    group.forEach(({ resource, message }) => {
        byResource.set(resource, (byResource.get(resource) ?? new Set()).add(message));
    });
    const objects = `${byResource.size} ${byResource.size === 1 ? "object" : "objects"}`;
    return html`<details class="finding ${first.level}">
        <summary>
            <span class="${LEVEL_CLASS[first.level]}">${first.level}</span>
            <b>${rule?.title ?? first.rule}</b> <span class="count">×${group.length}</span>
            <span class="dim"><code>${first.rule}</code>, ${first.severity}, ${objects}</span>
        </summary>
        ${
            rule === undefined
                ? undefined
                : html`<p>${rule.description}</p>
                      <p>${rule.remediation}</p>`
        }
        ${table(
            ["Object", "What is wrong"],
            [...byResource].map(
                ([resource, found]) =>
                    html`<tr>
                        <td>${resource}</td>
                        <td>${[...found].map((message) => html`<p>${message}</p>`)}</td>
                    </tr> `,
            ),
        )}
    </details> `;
}

function result({ id }: Rule, { violations, excepted, undecided }: Found): Markup {
    const violated = violations.filter(({ rule }) => rule === id);
    if (violated.length > 0) {
        return html`<td>${LEVELS.map((level) => levelCount(level, violated))}</td>`;
    }
    if (undecided.has(id)) {
        return html`<td class="bad">not decided</td>`;
    }
    const covered = excepted.filter(({ violation }) => violation.rule === id).length;
    return covered > 0 ? html`<td class="warn">${covered} excepted</td>` : html`<td class="good">holds</td>`;
}

function levelCount(level: Level, violated: readonly Violation[]): Markup | undefined {
    const { length } = violated.filter((one) => one.level === level);
    return length === 0 ? undefined : html`<p class="${LEVEL_CLASS[level]}">${countText(level, length)}</p>`;
}

function ruleRow(rule: Rule, cell: Markup): Markup {
    return html`<tr>
        <th scope="row"><code>${rule.id}</code></th>
        <td>${rule.title}</td>
        <td>${rule.severity}, ${rule.level}</td>
        <td>
            <ul>
                ${rule.references.map(source)}
            </ul>
        </td>
        ${cell}
    </tr> `;
}

function source({ title, url }: Reference): Markup {
    return url === undefined ? html`<li>${title}</li>` : html`<li><a href="${url}">${title}</a></li>`;
}

import { join } from "node:path";
import { comment } from "../../cli/comment/render";
import type { StackReport } from "../../cli/comment/report";
import { buildPreview } from "../../cli/preview/program/build";
import { compare } from "../../cli/preview/compare/diff";
import { readProgram } from "../../cli/preview/program/stack";
import { countLevels } from "../../cli/preview/output/summary";
import { Progress } from "../../cli/shared/terminal";
import { snapshotOf } from "../../cli/preview/model/snapshot";
import type { Preview } from "../../cli/preview/model/preview";

const INTRODUCTION = `# The comment on a pull request

[\`preview.yml\`](../.github/workflows/preview.yml) previews every stack twice, as the pull request leaves it and as it was, and
[\`preview-comment.yml\`](../.github/workflows/preview-comment.yml) says in one comment, updated in place, what changes. Neither needs a
secret, so forks get the same. On your machine:

    .github/scripts/preview-changes.sh origin/main     # writes out/changes/comment.md

What is dangerous comes first: what may lose data, then what opens a door, then what is weaker than before.

| named | what it is |
| --- | --- |
| removed, replaced | a volume claim, a store, a namespace, a generated secret or an encryption key goes, or is made anew |
| shrunk | a claim asks for less than it has |
| downgraded, other engine, version unknown | a server may not read what the one before it has written |
| connection opened | a new row of the connection table, or a NetworkPolicy that lets through more than the table says |
| TLS lost | a connection that is there before and after, encrypted only before |
| route exposed | a new host or path, one that leads elsewhere or is no longer blocked; a Service that leaves the cluster |
| policy violated | a violation, mandatory or advisory, that was not there before |
| weakened | a setting that is weaker though no rule objects, of those in [\`directions.ts\`](../cli/preview/compare/directions.ts); an environment that asks for less |
| protection lost | a deployment may delete or replace it from now on |

A stack that is new, or that could not be previewed as it was, is said to be so and is not compared. Text from the pull request
stands in code or with its markup taken away: it mentions nobody and cannot pass for the comment's own. What is longer than
GitHub's 65,536 characters is cut from the end and left to the run's artifact.

## An example

A pull request that does one thing of each kind to production, as it is shipped, and nothing to development. Links to pages are
relative here.

---

`;

/** What the example's pull request does to production's settings. */
const OVERRIDES = [
    "postgres.storage=10Gi",
    "mongodb.version=7.0",
    "kratos.smtp.port=587",
    "kratos.smtp.security=starttls",
    "kratos.additionalHosts[1]=login.ks-backend.cloud",
    "kratos.allowedOrigins[2]=https://beta.karima.com",
    "kato.image=registry.example.com/kato:3.0.0",
    "retention.days=365",
];

/** The text of docs/pull-request-comment.md. */
export async function pullRequestCommentPage(): Promise<string> {
    const dev = await preview("dev", []);
    const reports = [
        report("dev", dev, dev),
        report("prod", await preview("prod", []), await preview("prod", OVERRIDES)),
    ];
    const text = comment(reports, { commit: "0123456789abcdef", pages: "../" });
    // The marker is for the next run.
    return `${INTRODUCTION}${text.slice(text.indexOf("\n") + 1)}`;
}

function report(stack: string, before: Preview, after: Preview): StackReport {
    return {
        stack,
        state: "compared",
        changes: compare(snapshotOf(before), snapshotOf(after)),
        resources: after.entries.length - 1,
        connections: after.connections.length,
        ...countLevels(after.violations),
    };
}

function preview(stack: string, overrides: readonly string[]): Promise<Preview> {
    const root = join(__dirname, "..", "..");
    // As they are shipped: the page is the same for whoever writes other values into theirs.
    const file = join(root, "test/support/stacks", `${stack}.yaml`);
    return buildPreview(readProgram(root, stack, file, overrides), new Progress({ write: () => true }));
}

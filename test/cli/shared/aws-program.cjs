/**
 * What the stand-in `aws` does with its command line.
 *
 * @param {import("./aws-double").AwsAccount} account
 */
module.exports = (account) => {
    const [service = "", operation = "", ...rest] = process.argv.slice(2);
    const options = new Map();
    for (let at = 0; at < rest.length; at += 2) options.set(rest[at] ?? "", rest[at + 1] ?? "");
    const take = (name) => {
        const value = options.get(name) ?? "";
        options.delete(name);
        return value;
    };
    const fail = (text) => {
        process.stderr.write(`\n${text}\n`);
        process.exit(254);
    };
    const refuse = (code, what) => {
        const name = operation.replace(/(^|-)(.)/g, (_all, _dash, letter) => letter.toUpperCase());
        return fail(`An error occurred (${code}) when calling the ${name} operation: ${what}`);
    };
    const [region, output, query] = [take("--region"), take("--output"), take("--query")];
    if (account.loggedOut === true)
        fail('Unable to locate credentials. You can configure credentials by running "aws configure".');
    if (account.denied?.includes(operation) === true) refuse("AccessDeniedException", `you may not ${operation}`);
    const answer = () => {
        switch (`${service} ${operation} ${query}`) {
            case "sts get-caller-identity Account":
                return "123456789012";
            case "secretsmanager describe-secret ": {
                const secret = account.secrets?.[take("--secret-id")];
                if (secret === undefined) return refuse("ResourceNotFoundException", "Secrets Manager can't find it.");
                const Tags = Object.entries(secret.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
                return { Tags, DeletedDate: secret.deletedDate };
            }
            case "secretsmanager get-secret-value SecretString":
                return account.secrets?.[take("--secret-id")]?.value ?? refuse("ResourceNotFoundException", "no value");
            case "kms list-resource-tags ": {
                const tags = account.aliases?.[take("--key-id").replace("key-of-", "")] ?? {};
                return { Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) };
            }
        }
        const alias = /^Aliases\[\?AliasName=='(.*)'\]\.TargetKeyId$/.exec(query)?.[1];
        if (`${service} ${operation}` !== "kms list-aliases" || alias === undefined) {
            return fail(`the stand-in knows no ${service} ${operation} --query ${query}`);
        }
        return account.aliases?.[alias] === undefined ? [] : [`key-of-${alias}`];
    };
    const found = answer();
    if (options.size > 0 || region !== "us-east-1") fail(`Unknown options: ${[...options.keys(), region].join(", ")}`);
    process.stdout.write(output === "text" ? `${String(found)}\n` : JSON.stringify(found));
};

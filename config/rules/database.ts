import { connectionsFor, LEAST_POOL, mostReplicas } from "../database-pool";
import { type Finding, remove, say, set } from "../finding";
import type { Parsed } from "../types";
import type { Rule } from "./rule";

/** Users of their own have names of their own: rights are granted to one and taken from another by name. */
export const databaseUsersDiffer: Rule = ({ postgres }): Finding[] => {
    if (postgres?.mode !== "external") return [];
    const { user, migrationUser, courierUser } = postgres;
    const finding = (key: string, others: string): Finding => ({
        path: ["postgres", key],
        expected: `a user other than ${others}; left out, it is \`postgres.user\``,
        fixes: [remove(["postgres", key])],
    });
    return [
        ...(migrationUser !== undefined && migrationUser === user ? [finding("migrationUser", "`postgres.user`")] : []),
        ...(courierUser !== undefined && [user, migrationUser].includes(courierUser)
            ? [finding("courierUser", "`postgres.user` and `postgres.migrationUser`")]
            : []),
    ];
};

/** Every pod of Kratos gets enough of the database's connections, also while the pods are replaced. */
export const connectionsSuffice: Rule = ({ kratos, postgres }): Finding[] => {
    const replicas = kratos?.replicas;
    if (replicas === undefined || postgres?.mode === undefined) return [];
    if (postgres.mode === "external" && postgres.connections === undefined) return [];
    const most = mostReplicas(postgres as Parsed["postgres"]);
    if (replicas <= most) return [];
    const path = ["kratos", "replicas"];
    const why = `each pod needs ${LEAST_POOL} connections to the database, and during a rollout there are twice as many pods`;
    const fewer = set(path, String(most));
    return [
        {
            path,
            expected: `at most ${most}: ${why}`,
            fixes:
                postgres.mode === "external"
                    ? [
                          fewer,
                          say("or, if the server has as many,"),
                          set(["postgres", "connections"], String(connectionsFor(replicas))),
                      ]
                    : [fewer, say("or use `postgres.mode: external` with a larger server")],
        },
    ];
};

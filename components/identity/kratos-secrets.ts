import * as pulumi from "@pulumi/pulumi";
import { acceptedValues, type Credential, generate } from "../secrets/credential";
import { alphanumericLength } from "../secrets/strength";
import type { KratosVersion } from "./kratos-config";

/** Kratos' own secrets; each is raised by itself, see `secrets.generations`. */
export interface KratosGenerations {
    readonly kratosCookie: number;
    readonly kratosCipher: number;
    readonly kratosDefault: number;
    readonly kratosPagination: number;
}

export type KratosCredentials = Readonly<Record<"cookie" | "cipher" | "default" | "pagination", Credential>>;

/** Generates them: 32 random bytes as the seed asks, and exactly 32 characters for the cipher, which takes no others. */
export function kratosCredentials(
    name: string,
    generations: KratosGenerations,
    production: boolean,
    opts: pulumi.CustomResourceOptions,
): KratosCredentials {
    const length = alphanumericLength(32);
    const of = (secret: string, characters: number, generation: number): Credential =>
        generate(`${name}-${secret}`, { length: characters, generation, production }, opts);
    return {
        cookie: of("cookie", length, generations.kratosCookie),
        cipher: of("cipher", 32, generations.kratosCipher),
        default: of("default", length, generations.kratosDefault),
        pagination: of("pagination", length, generations.kratosPagination),
    };
}

/**
 * The configuration file that holds them. Each is a list, newest first: the first signs or encrypts, all are accepted,
 * which is how they rotate without ending a session.
 */
export function secretsFile(of: KratosCredentials, version: KratosVersion): pulumi.Output<string> {
    return pulumi.jsonStringify({
        secrets: {
            default: acceptedValues(of.default),
            cookie: acceptedValues(of.cookie),
            cipher: acceptedValues(of.cipher),
            // v1 refuses the setting.
            ...(version === "v1.3.1" ? {} : { pagination: acceptedValues(of.pagination) }),
        },
    });
}

/** The same for the store, by the seed's names of the variables: with them and a backup, Kratos can be brought back. */
export function storedSecrets(of: KratosCredentials): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
        Object.entries(of).flatMap(([secret, { current, previous }]) => {
            const variable = `KRATOS_SECRET_${secret.toUpperCase()}`;
            const newest: [string, pulumi.Output<string>] = [variable, current];
            return previous === undefined ? [newest] : [newest, [`${variable}_PREVIOUS`, previous]];
        }),
    );
}

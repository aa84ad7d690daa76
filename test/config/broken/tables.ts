import { cors } from "./cors";
import { edge } from "./edge";
import { edgeCertificates } from "./edge-certificates";
import { kato } from "./kato";
import { katoSecretEnv } from "./kato-secret-env";
import { kratos } from "./kratos";
import { production } from "./production";
import { ranges } from "./ranges";
import { stores } from "./stores";
import { together } from "./together";
import { unknownKeys } from "./unknown-keys";
import { values } from "./values";

/** Every stack file that must be refused, by what it is about. */
export const tables = {
    production,
    together,
    values,
    ranges,
    stores,
    cors,
    kato,
    katoSecretEnv,
    kratos,
    edge,
    edgeCertificates,
    unknownKeys,
};

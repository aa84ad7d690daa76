import type { PolicyObject } from "../../../kubernetes/resource";

/** Where the two kinds that are for secrets hold them. */
const SECRET_DATA = /^(?:data|stringData)(?:[.[]|$)/;
const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const SECRET_VERSION_DATA = /^secret(?:String|Binary|StringWo)$/;

/** Whether a place is made for secrets: the data of a Secret, or a version of a secret in AWS. */
export function holdsSecrets(object: PolicyObject, path: string): boolean {
    return object.is("", "Secret")
        ? SECRET_DATA.test(path)
        : object.type === SECRET_VERSION && SECRET_VERSION_DATA.test(path);
}

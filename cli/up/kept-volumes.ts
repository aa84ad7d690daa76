import { UsageError } from "../shared/exit";

/**
 * Volumes of an earlier deployment beside a state that knows nothing of them: the passwords and keys that their data was
 * written with are in the state that is lost, so that the stores would start on them and let nobody in.
 *
 * @param claims `<namespace>/<name>` of the platform's claims in the cluster
 * @throws UsageError if there are any
 */
export function refuseKeptVolumes(claims: readonly string[], context: string, stateFolder: string): void {
    if (claims.length === 0) {
        return;
    }
    const remove = claims.map((claim) => {
        const [namespace = "", name = ""] = claim.split("/");
        return `    kubectl --context ${context} --namespace ${namespace} delete persistentvolumeclaim ${name}\n`;
    });
    throw new UsageError(
        `The cluster has volumes of an earlier deployment (${claims.join(", ")}), and the state in ${stateFolder} does not ` +
            "know them. Their passwords and keys are in the state that made them: bring that back. Only if the data may be " +
            `lost, delete them first:\n${remove.join("")}`,
    );
}

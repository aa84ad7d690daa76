import { manifestYaml } from "./manifest-yaml";
import { type Files } from "./write";
import type { Recording } from "../model/recording";
import { NETWORK_FILE, VALUES_FILE } from "../model/file-names";

const ABOUT_VALUES = `# For the owner of the ingress controller: values of the chart nginx-ingress (F5), to be merged into theirs.
# They are what the platform gives a controller that it installs. How many pods there are, what they may use, how they are
# reached and what is measured is left to the owner.
# - They hold for every host that the controller serves. TLS backends of hosts that are not the platform's are refused.
# - Lists replace the owner's, as Helm does it: add to \`volumes\`, \`volumeMounts\`, \`watchNamespace\` and
#   \`watchSecretNamespace\` what is there already. No default server certificate may be set.
# - \`worker-*\` is for a limit of one CPU.
# - New pods wait for the Secret of the volume, which the platform's deployment makes.
`;

const ABOUT_NETWORK = `# For the owner of the ingress controller: NetworkPolicies for \`kubectl apply\`, as a controller has them that the platform installs.
# All other connections of all pods in the namespace end. Add what else is needed there first: other backends, metrics, webhooks.
# The controller's pods are taken to listen on 80 and 443.
`;

/** What the owner of a controller that the cluster has already must set; no file for an installed one. */
export function controllerFiles({ existingController }: Pick<Recording, "existingController">): Files {
    if (existingController === undefined) {
        return new Map();
    }
    const { values, policies } = existingController;
    return new Map([
        [VALUES_FILE, ABOUT_VALUES + manifestYaml(values)],
        [NETWORK_FILE, ABOUT_NETWORK + policies.map(manifestYaml).join("---\n")],
    ]);
}

import { manifestYaml } from "./manifest-yaml";
import { type Files } from "./write";
import type { OwnersPart, Recording } from "../model/recording";
import { NETWORK_FILE, VALUES_FILE } from "../model/file-names";

const aboutNetwork = ({
    http,
    https,
}: OwnersPart["ports"]) => `# For the owner of the ingress controller: NetworkPolicies for \`kubectl apply\`, as a controller has them that the platform installs.
# All other connections of all pods in the namespace end. Add what else is needed there first: other backends, metrics, webhooks.
# The controller's pods are taken to listen on ${http} and ${https}.
`;

/** What the owner of a controller that the cluster has already must set; no file for an installed one. */
export function controllerFiles({ existingController }: Pick<Recording, "existingController">): Files {
    if (existingController === undefined) {
        return new Map();
    }
    const { about, values, policies, ports } = existingController;
    return new Map([
        [VALUES_FILE, about + manifestYaml(values)],
        [NETWORK_FILE, aboutNetwork(ports) + policies.map(manifestYaml).join("---\n")],
    ]);
}

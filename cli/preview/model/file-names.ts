/** The files of a preview besides its manifests. */
export const RESOURCES_FILE = "resources.json";
export const CONNECTIONS_FILE = "connections.json";
export const POLICY_FILE = "policy.json";
export const SARIF_FILE = "policy.sarif";
/** Only where the cluster has a controller already. */
export const VALUES_FILE = "controller-values.yaml";
export const NETWORK_FILE = "controller-network.yaml";

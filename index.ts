import { Platform } from "./components";
import { engineConfig, loadConfig } from "./config";

const platform = new Platform("platform", {
    config: loadConfig(engineConfig()),
    // What no setting changes is changed here: docs/components.md.
    transform: {},
});

/** Where clients reach KATO and Kratos: `{ kato, kratos: [] }`. */
export const addresses = platform.addresses;
/** The load balancer's address, which the hosts must lead to; none with node ports and with a controller of the cluster's own. */
export const loadBalancer = platform.loadBalancer;
/** Who signs the certificates of the public hosts. */
export const issuer = platform.issuer;
/** Where Kratos' public API is reached inside the cluster. */
export const kratosUrl = platform.kratosUrl;
/** Where KATO is reached inside the cluster. */
export const katoUrl = platform.katoUrl;

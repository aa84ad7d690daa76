import type { Dialect, OwnController } from "../dialect";
import { IngressController, sharedValues } from "./controller";
import { CONTROLLER_SERVICE, controllerPorts, INGRESS_CLASS, ingressController } from "./controller-pods";
import { NginxRoutes } from "./routes";

/** The F5 NGINX Ingress Controller. */
export const nginx: Dialect & { readonly own: OwnController } = {
    ports: controllerPorts,
    own: {
        workload: ingressController,
        ingressClass: INGRESS_CLASS,
        service: CONTROLLER_SERVICE,
        install: (name, args, opts) => new IngressController(name, args, opts),
    },
    routes: (name, args, opts) => {
        new NginxRoutes(name, args, opts);
    },
    ownersValues: sharedValues,
    aboutOwnersValues: `# For the owner of the ingress controller: values of the chart nginx-ingress (F5), to be merged into theirs.
# They are what the platform gives a controller that it installs. How many pods there are, what they may use, how they are
# reached and what is measured is left to the owner.
# - They hold for every host that the controller serves. TLS backends of hosts that are not the platform's are refused.
# - Lists replace the owner's, as Helm does it: add to \`volumes\`, \`volumeMounts\`, \`watchNamespace\` and
#   \`watchSecretNamespace\` what is there already. No default server certificate may be set.
# - \`worker-*\` is for a limit of one CPU.
# - New pods wait for the Secret of the volume, which the platform's deployment makes.
`,
};

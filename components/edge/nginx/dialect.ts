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
};

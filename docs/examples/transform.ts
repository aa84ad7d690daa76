import { Platform } from "../../components";
import { engineConfig, loadConfig } from "../../config";

new Platform("platform", {
  config: loadConfig(engineConfig()),
  transform: {
    // One field of one object.
    redis: {
      statefulSet: ({ spec }) => {
        spec.template.spec.priorityClassName = "stores";
      },
    },
    // A container is found by its name.
    kato: {
      deployment: ({ spec }) => {
        for (const container of spec.template.spec.containers) {
          if (container.name === "kato") {
            container.imagePullPolicy = "Always";
          }
        }
      },
    },
    // An object of a namespace.
    namespaces: {
      application: {
        quota: ({ spec }) => {
          spec.hard = { ...spec.hard, pods: "80" };
        },
      },
    },
  },
});

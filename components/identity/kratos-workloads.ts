import { type Workload, workload } from "../workload/identity";

/** The pods that Kratos consists of. */
export type KratosWorkloads = Readonly<Record<"server" | "courier" | "migration" | "cleanup", Workload>>;

/** Names them: the connection table needs the names before the pods exist. */
export function kratosWorkloads(namespace: string): KratosWorkloads {
    return {
        server: workload(namespace, "kratos"),
        courier: workload(namespace, "kratos-courier"),
        migration: workload(namespace, "kratos-migrate"),
        cleanup: workload(namespace, "kratos-cleanup"),
    };
}

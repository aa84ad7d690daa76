import { PolicyPack } from "@pulumi/policy";
import { exceptions } from "../exceptions";
import { createPack, situationOf } from "./pack";
import { rules } from "../rules";
import { startGuarded } from "./server-guard";

const { policies, guard } = createPack({ rules, exceptions, situation: situationOf(process.env) });
try {
    startGuarded(guard, () => new PolicyPack("kato-platform", { policies }));
} catch (error) {
    // An error alone would not end the process, and a server may already be listening.
    console.error(error);
    process.exit(1);
}

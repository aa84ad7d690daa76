import type { Given } from "./given";
import { prodStack } from "./stack";
import { boundaries } from "./sections/boundaries";
import { certificate } from "./sections/certificate";
import { cookies } from "./sections/cookies";
import { life } from "./sections/life";
import { load } from "./sections/load";
import { logins, upgrade } from "./sections/logins";
import { logs } from "./sections/logs";
import { mail } from "./sections/mail";
import { cleanUp, migration } from "./sections/maintenance";
import { outage } from "./sections/outage";
import { requests } from "./sections/requests";
import { rotation } from "./sections/rotation";
import { World } from "./world";

// One database and one server for all sections, because both take seconds to make. Each section has persons of its own.
describe("a running Kratos", function () {
    this.timeout(120_000);
    let made: Given | undefined;
    const given = (): Given => {
        if (made === undefined) {
            throw new Error("nothing was set up");
        }
        return made;
    };

    before(async () => {
        const stack = await prodStack();
        made = { stack, world: await World.make(stack) };
    });
    after(async () => {
        await made?.world.remove();
    });

    // Before anything is served: the database is still empty.
    migration(given);

    describe("on the prod stack", () => {
        before(async () => {
            const { world, stack } = given();
            await world.start("server", stack);
            await world.start("courier", stack);
        });
        logins(given);
        life(given);
        cookies(given);
        boundaries(given);
        mail(given);
        certificate(given);
        rotation(given);
        requests(given);
        cleanUp(given);
        load(given);
        outage(given);
        // Reads what all the others have caused.
        logs(given);
    });

    upgrade();
});

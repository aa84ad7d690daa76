// Run in mongosh by apply.sh, which says what the environment holds. Passwords are read from files and go nowhere but to
// the server, encrypted; what is printed has names and the server's own words only.

const { existsSync, readFileSync } = fs;

const env = process.env;
const SCRAM = "SCRAM-SHA-256";
const RUNBOOK = "see docs/runbooks/mongodb.md";

// Tells the keeper that no repetition helps.
const HOPELESS = 78;

// Tells the keeper that this is no failure.
const NOT_UP_YET = 75;

// Codes of the server's refusals.
const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;
const ALREADY_INITIALIZED = 23;

const ADMIN = {
    user: "admin",
    db: "admin",
    roles: [{ role: "root", db: "admin" }],
    // Loopback, inside this pod.
    restrictions: [{ clientSource: ["127.0.0.1"] }],
};

function secret(file) {
    const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    return text === "" ? undefined : text;
}

function connect() {
    const options = new URLSearchParams({
        tls: "true",
        tlsCAFile: env.CA_FILE,
        directConnection: "true",
        serverSelectionTimeoutMS: "5000",
        appName: "keeper",
    });
    return new Mongo(`mongodb://${env.MEMBER}/?${options}`);
}

/** A connection that is logged in, or `undefined` where the server refuses the password. */
function logIn(user, db, pwd) {
    const server = connect();
    try {
        server.getDB(db).auth({ user, pwd, mechanism: SCRAM });
        return server;
    } catch (error) {
        server.close();
        if (error.code === AUTHENTICATION_FAILED) {
            return undefined;
        }
        throw error;
    }
}

/** Makes the server the primary of a replica set with one member, itself. */
function becomePrimary(admin) {
    if (admin.runCommand({ hello: 1 }).setName === undefined) {
        try {
            admin.runCommand({ replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: env.MEMBER }] } });
        } catch (error) {
            // It may be reading its configuration at this moment.
            if (error.code !== ALREADY_INITIALIZED) {
                throw error;
            }
        }
    }
    for (let attempt = 0; attempt < 100; attempt++) {
        if (admin.runCommand({ hello: 1 }).isWritablePrimary) {
            return;
        }
        sleep(200);
    }
    throw new Error(`the server does not become primary of its replica set as ${env.MEMBER}; ${RUNBOOK}`);
}

/** The first user of a server that has none, by the exception that MongoDB makes for clients on loopback. */
function createAdmin(admin, password) {
    try {
        admin.runCommand({ createUser: ADMIN.user, ...definition(ADMIN, password) });
    } catch (error) {
        if (error.code === UNAUTHORIZED) {
            const found = `neither password of ${ADMIN.user} is right, and there are users`;
            const cause = "the volume is of a deployment whose passwords are lost, or somebody has changed this one";
            throw Object.assign(new Error(`${found}: ${cause}; ${RUNBOOK}`), { status: HOPELESS });
        }
        throw error;
    }
}

function definition(user, pwd) {
    return { pwd, roles: user.roles, authenticationRestrictions: user.restrictions, mechanisms: [SCRAM] };
}

/** The user as the server has it, or `undefined`. */
function found(admin, { user, db }) {
    return admin.runCommand({ usersInfo: { user, db }, showAuthenticationRestrictions: true }).users[0];
}

function isAsDefined(actual, user) {
    const roles = (list) => JSON.stringify(list.map(({ role, db }) => `${role}@${db}`).sort());
    const restrictions = (list) =>
        JSON.stringify(list.flat().map(({ clientSource, serverAddress }) => [clientSource, serverAddress]));
    return (
        roles(actual.roles) === roles(user.roles) &&
        restrictions(actual.authenticationRestrictions ?? []) === restrictions(user.restrictions) &&
        JSON.stringify(actual.mechanisms) === JSON.stringify([SCRAM])
    );
}

/**
 * A login is as it should be, or dropped and made anew: MongoDB ends a user's sessions only when the user is gone. Whether
 * its password is the mounted one is found out by logging in, so that nothing about it needs to be kept anywhere.
 */
function applyLogin(admin, login, password) {
    const database = admin.getSiblingDB(login.db);
    const actual = found(admin, login);
    if (actual !== undefined) {
        const session =
            password === undefined || !isAsDefined(actual, login) ? undefined : logIn(login.user, login.db, password);
        if (session !== undefined) {
            session.close();
            return;
        }
        database.runCommand({ dropUser: login.user });
    }
    if (password !== undefined) {
        database.runCommand({ createUser: login.user, ...definition(login, password) });
    }
}

function apply() {
    const current = secret(`${env.ADMIN_FOLDER}/current`);
    const previous = secret(`${env.ADMIN_FOLDER}/previous`);
    if (current === undefined) {
        throw new Error(`there is no password of ${ADMIN.user} in ${env.ADMIN_FOLDER}`);
    }
    const logins = env.LOGINS.split(" ").map((user) => ({
        user,
        db: env.DATABASE_NAME,
        roles: [{ role: "readWrite", db: env.DATABASE_NAME }],
        restrictions: [],
    }));
    const passwords = logins.map(({ user }) => secret(`${env.LOGINS_FOLDER}/${user}`));

    let server = logIn(ADMIN.user, ADMIN.db, current);
    let isOutdated = false;
    if (server === undefined && previous !== undefined) {
        server = logIn(ADMIN.user, ADMIN.db, previous);
        isOutdated = server !== undefined;
    }
    if (server === undefined) {
        const stranger = connect();
        becomePrimary(stranger.getDB("admin"));
        createAdmin(stranger.getDB("admin"), current);
        stranger.close();
        server = logIn(ADMIN.user, ADMIN.db, current);
    }

    const admin = server.getDB("admin");
    becomePrimary(admin);
    // Never dropped: without any other way in, a server that loses it between two commands could not be repaired.
    if (isOutdated || !isAsDefined(found(admin, ADMIN), ADMIN)) {
        admin.runCommand({ updateUser: ADMIN.user, ...definition(ADMIN, current) });
    }
    for (let index = 0; index < logins.length; index++) {
        applyLogin(admin, logins[index], passwords[index]);
    }
    // Served from the next connection on, without a restart.
    admin.runCommand({ rotateCertificates: 1 });

    const ours = [ADMIN, ...logins].map(({ user, db }) => `${db}.${user}`);
    for (const { user, db } of admin.runCommand({ usersInfo: { forAllDBs: true } }).users) {
        if (!ours.includes(`${db}.${user}`)) {
            console.error(
                `keeper: user ${JSON.stringify(user)} of database ${JSON.stringify(db)} is not the platform's; ${RUNBOOK}`,
            );
        }
    }
}

try {
    apply();
} catch (error) {
    if (String(error.message).includes("ECONNREFUSED")) {
        console.error("keeper: waits until the server accepts connections");
        quit(NOT_UP_YET);
    }
    console.error(`keeper: ${error.codeName ?? error.name}: ${error.message}`);
    quit(error.status ?? 1);
}

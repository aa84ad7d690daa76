import { randomUUID } from "node:crypto";
import { type Document, UUID } from "bson";
import { Refusal } from "./refusal";
import { type Verifier, verifierOf } from "./scram";

export interface Role {
    readonly role: string;
    readonly db: string;
}

export interface Restriction {
    readonly clientSource?: readonly string[];
}

/** A user as the server keeps it. One of the same name that is made anew has another `userId`. */
export interface User {
    readonly user: string;
    readonly db: string;
    readonly userId: string;
    readonly roles: readonly Role[];
    readonly restrictions: readonly Restriction[];
    readonly mechanisms: readonly string[];
    readonly verifier: Verifier;
}

/** The users of a server and the commands about them. */
export class Users {
    readonly #users = new Map<string, User>();

    get all(): User[] {
        return [...this.#users.values()].sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
    }

    restore(users: readonly User[]): void {
        users.forEach((user) => {
            this.#put(user);
        });
    }

    find(user: string, db: string): User | undefined {
        return this.#users.get(keyOf({ user, db }));
    }

    create(user: string, db: string, command: Document): void {
        if (this.find(user, db) !== undefined) {
            throw Refusal.userExists(user, db);
        }
        const { pwd, roles } = command as { pwd?: string; roles?: unknown };
        if (typeof pwd !== "string" || pwd === "" || !Array.isArray(roles)) {
            throw Refusal.badValue("createUser needs a password and an array of roles");
        }
        this.#put({ user, db, userId: randomUUID(), restrictions: [], ...this.#changes(command, db) } as User);
    }

    update(user: string, db: string, command: Document): void {
        const old = this.find(user, db);
        if (old === undefined) {
            throw Refusal.userNotFound(user, db);
        }
        this.#put({ ...old, ...this.#changes(command, db) });
    }

    drop(user: string, db: string): void {
        if (!this.#users.delete(keyOf({ user, db }))) {
            throw Refusal.userNotFound(user, db);
        }
    }

    /** Answers `usersInfo`: one user by name and database, or all of them. */
    info(command: Document): Document[] {
        const which = command["usersInfo"] as { user?: string; db?: string; forAllDBs?: boolean };
        const restrictions = command["showAuthenticationRestrictions"] === true;
        if (which.forAllDBs === true && restrictions) {
            throw Refusal.badValue("Privilege or restriction details require exact-match usersInfo queries");
        }
        return this.all
            .filter(({ user, db }) => which.forAllDBs === true || (user === which.user && db === which.db))
            .map((user) => ({
                _id: keyOf(user),
                userId: new UUID(user.userId),
                user: user.user,
                db: user.db,
                roles: user.roles,
                mechanisms: user.mechanisms,
                // Left out where there is none.
                ...(restrictions && user.restrictions.length > 0
                    ? { authenticationRestrictions: user.restrictions }
                    : {}),
            }));
    }

    #put(user: User): void {
        this.#users.set(keyOf(user), user);
    }

    #changes(command: Document, db: string): Partial<User> {
        const { pwd, roles, authenticationRestrictions, mechanisms } = command as {
            pwd?: string;
            roles?: (string | Role)[];
            authenticationRestrictions?: Restriction[];
            mechanisms?: string[];
        };
        if (mechanisms?.some((mechanism) => mechanism !== "SCRAM-SHA-256")) {
            throw Refusal.badValue("mechanism field must be a subset of the server's authenticationMechanisms");
        }
        return {
            ...(pwd === undefined ? {} : { verifier: verifierOf(pwd), mechanisms: mechanisms ?? ["SCRAM-SHA-256"] }),
            ...(roles === undefined
                ? {}
                : { roles: roles.map((role) => (typeof role === "string" ? { role, db } : role)) }),
            ...(authenticationRestrictions === undefined ? {} : { restrictions: authenticationRestrictions }),
        };
    }
}

function keyOf({ user, db }: Pick<User, "user" | "db">): string {
    return `${db}.${user}`;
}

/** A refusal in the server's own terms (mongodb/mongo, src/mongo/base/error_codes.yml). */
export class Refusal extends Error {
    private constructor(
        readonly code: number,
        readonly codeName: string,
        message: string,
    ) {
        super(message);
    }

    static readonly badValue = (message: string): Refusal => new Refusal(2, "BadValue", message);
    static readonly userNotFound = (user: string, db: string): Refusal =>
        new Refusal(11, "UserNotFound", `User '${user}@${db}' not found`);
    static readonly needsLogin = (command: string): Refusal =>
        new Refusal(13, "Unauthorized", `Command ${command} requires authentication`);
    static readonly notAuthorized = (command: string, db: string): Refusal =>
        new Refusal(13, "Unauthorized", `not authorized on ${db} to execute command { ${command}: ... }`);
    static readonly authenticationFailed = (): Refusal =>
        new Refusal(18, "AuthenticationFailed", "Authentication failed.");
    static readonly alreadyInitialized = (): Refusal => new Refusal(23, "AlreadyInitialized", "already initialized");
    static readonly commandNotFound = (command: string): Refusal =>
        new Refusal(59, "CommandNotFound", `no such command: '${command}'`);
    static readonly notYetInitialized = (): Refusal =>
        new Refusal(94, "NotYetInitialized", "no replset config has been received");
    static readonly invalidReplicaSetConfig = (message: string): Refusal =>
        new Refusal(93, "InvalidReplicaSetConfig", message);
    static readonly invalidCertificate = (message: string): Refusal =>
        new Refusal(140, "InvalidSSLConfiguration", message);
    static readonly notWritablePrimary = (): Refusal => new Refusal(10107, "NotWritablePrimary", "not primary");
    static readonly userExists = (user: string, db: string): Refusal =>
        new Refusal(51003, "Location51003", `User "${user}@${db}" already exists`);
}

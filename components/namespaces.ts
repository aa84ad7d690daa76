/** The namespace of the identity half: Kratos and its database. */
export const IDENTITY = "kratos";

/** The namespace of the application half: KATO and its stores. */
export const APPLICATION = "kato";

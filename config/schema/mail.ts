import { z } from "zod";
import { host, line, port } from "./fields";

/** The mail server that Kratos' courier delivers to. */
export const smtp = z
    .strictObject({
        host: host("email-smtp.us-east-1.amazonaws.com").describe("Name of the server."),
        port: port().meta({ example: "465" }).describe("Its port: 465 with `smtps`, 587 (or 2525) with `starttls`."),
        user: line("the user name the provider gave you", "apikey")
            .optional()
            .meta({ defaultText: "a relay that asks for none" })
            .describe("The user. The password is the secret `smtpPassword`."),
        security: z
            .enum(["smtps", "starttls"])
            .describe(
                "`smtps`: TLS from the first byte. `starttls`: TLS is switched on by command, and a server that does not offer it is refused.",
            ),
        fromAddress: z
            .email()
            .max(254)
            .meta({ accepted: "an e-mail address", example: "no-reply@karima.com" })
            .describe("Sender of every message."),
        fromName: line("a name", "Karima")
            .optional()
            .meta({ defaultText: "the address alone" })
            .describe("The sender's name."),
    })
    .optional()
    .meta({ defaultText: "no courier runs and no mail is sent" })
    .describe(
        "The mail server for verification and recovery. Required in production. Certificates are always verified.",
    );

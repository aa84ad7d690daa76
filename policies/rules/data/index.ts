import type { Rule } from "../../engine/rule";
import { dataProtection } from "./data-protection";
import { databaseUrlTls } from "./database-url-tls";
import { qdrantSettings } from "./qdrant-settings";
import { storageEncryption } from "./storage-encryption";
import { storeAuthentication } from "./store-authentication";
import { storeTls } from "./store-tls";

export const dataRules: readonly Rule[] = [
    storageEncryption,
    storeAuthentication,
    storeTls,
    qdrantSettings,
    databaseUrlTls,
    dataProtection,
];

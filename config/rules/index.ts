import { NORMS } from "../../environments";
import type { Finding } from "../finding";
import type { ConfigSource } from "../source";
import { apiServerIsNamed, contextIsNamed, endpointNamesAreUnique } from "./cluster";
import { crossSiteIsSecure, domainCovers, sessionReachesKratos } from "./cookies";
import { connectionsSuffice, databaseUsersDiffer } from "./database";
import {
    clientsAreSeen,
    existingControllerIsElsewhere,
    headerIsKnown,
    exposureIsOurs,
    loadBalancerIsKnown,
    mostControllersAreNotBelowLeast,
    proxyIsSeen,
    thereIsASpareController,
    tlsIsNew,
} from "./edge";
import {
    authorityHasAnAddress,
    authorityIsKnown,
    authorityKnowsHosts,
    certificatesAreReal,
    challengeArrives,
    onlyLetsEncryptAsks,
} from "./edge-certificates";
import { hostsAreNames, hostsDiffer, katoHostIsNamed, kratosIsAtTheEdge, uiIsElsewhere } from "./edge-hosts";
import {
    credentialsAreForSome,
    extraVariablesAreFree,
    katoHasMemory,
    loginIsOfTheImage,
    mostIsNotBelowLeast,
    originsAreGiven,
    originsAreNamed,
    secretVariablesAreFree,
    someKeysAreAccepted,
    thereAreThree,
} from "./kato";
import { portMatchesSecurity } from "./mail";
import {
    logIsQuiet,
    logIsStructured,
    logLeaksNothing,
    mailIsSent,
    secretsAreStored,
    thereIsASpare,
} from "./production";
import { noDefaultProviders } from "./providers";
import type { Draft, Rule } from "./rule";
import { secretVariablesAreGiven } from "./secret-env";
import { secretsAreEncrypted, secretsAreGiven, settingsArePlain } from "./secret-values";
import { requestsFitLimits, serversAreElsewhere } from "./servers";
import { editionHasFeatures, membersAreOfOneSet, volumeKeyHasRegion, volumesAreEncrypted } from "./stores";
import { additionalHostsArePublic, httpIsLocal, returnsToUi, urlsArePublic } from "./urls";

const everywhere: readonly Rule[] = [
    noDefaultProviders,
    settingsArePlain,
    secretsAreGiven,
    sessionReachesKratos,
    domainCovers,
    crossSiteIsSecure,
    returnsToUi,
    portMatchesSecurity,
    serversAreElsewhere,
    requestsFitLimits,
    connectionsSuffice,
    databaseUsersDiffer,
    endpointNamesAreUnique,
    editionHasFeatures,
    membersAreOfOneSet,
    credentialsAreForSome,
    mostIsNotBelowLeast,
    someKeysAreAccepted,
    extraVariablesAreFree,
    secretVariablesAreFree,
    secretVariablesAreGiven,
    hostsDiffer,
    hostsAreNames,
    loginIsOfTheImage,
    uiIsElsewhere,
    existingControllerIsElsewhere,
    headerIsKnown,
    exposureIsOurs,
    mostControllersAreNotBelowLeast,
    proxyIsSeen,
    authorityHasAnAddress,
    onlyLetsEncryptAsks,
    authorityKnowsHosts,
    challengeArrives,
];

const notShared: readonly Rule[] = [httpIsLocal, volumeKeyHasRegion];

const whereShared: readonly Rule[] = [
    contextIsNamed,
    apiServerIsNamed,
    urlsArePublic,
    additionalHostsArePublic,
    secretsAreStored,
    secretsAreEncrypted,
    originsAreNamed,
    originsAreGiven,
    katoHostIsNamed,
    katoHasMemory,
    kratosIsAtTheEdge,
    authorityIsKnown,
];

const whereLive: readonly Rule[] = [
    logIsQuiet,
    logIsStructured,
    logLeaksNothing,
    thereIsASpare,
    mailIsSent,
    volumesAreEncrypted,
    thereAreThree,
    thereIsASpareController,
    clientsAreSeen,
    loadBalancerIsKnown,
    tlsIsNew,
    certificatesAreReal,
];

/** What is wrong with a stack although each setting on its own is right. */
export function applyRules(draft: Draft, source: ConfigSource): Finding[] {
    return rulesFor(draft.environment).flatMap((rule) => rule(draft, source));
}

function rulesFor(environment: Draft["environment"]): readonly Rule[] {
    if (environment === undefined) return everywhere;
    const { shared, live } = NORMS[environment];
    return [...everywhere, ...(shared ? whereShared : notShared), ...(live ? whereLive : [])];
}

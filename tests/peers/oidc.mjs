// A certified OpenID provider (npm: oidc-provider) with the accounts and clients of a test; knows no password page.
//
//   node oidc.mjs PORT SETUP.json      SETUP: {"clients": [client metadata], "accounts": {"anna": {claims}}, "key": private RSA key as JWK}
//
// It prints "ready". POST /peer/account {"sub": "anna"} says who sits at the keyboard; POST /peer/sign {"claims": {…}, "typ": "…"}
// signs anything with the provider's own key; GET /peer/captured lists the logout tokens it has sent to /peer/capture.
import { createPrivateKey, createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, setupFile] = process.argv.slice(2);
const { clients, accounts, key } = JSON.parse(readFileSync(setupFile, "utf8"));
const issuer = `http://127.0.0.1:${port}`;
// Not made here: Node 20 now and then never ends making a key and exporting it, when its memory is tidied in between.
const privateKey = createPrivateKey({ key, format: "jwk" });
const jwk = { ...key, kid: "peer", alg: "RS256", use: "sig" };
const URN = "urn:schulconnex:de:personenkontext";
let current = Object.keys(accounts)[0];
const captured = [];

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [jwk] },
  cookies: { keys: ["only", "for", "tests"] },
  pkce: { required: () => true },
  subjectTypes: ["public", "pairwise"],
  pairwiseIdentifier: (_ctx, accountId, client) => `pairwise-${client.clientId}-${accountId}`,
  claims: {
    openid: ["sub"],
    profile: ["given_name", "family_name", "role", "school_number"],
    email: ["email", "email_verified"],
    "person-info": ["urn:schulconnex:de:person:name:rufname", `${URN}:rolle`, `${URN}:organisation:kennung`, "given_name", "family_name"],
    vidis: ["vidis"],
  },
  // Without its own dispatcher, which refuses this very machine: that is where our site runs in tests.
  fetch: (url, { dispatcher: _refusesLoopback, ...options }) => fetch(url, options),
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!doctype html><title>Abmelden</title>${form}<button form="op.logoutForm" name="logout" value="yes">Ja, abmelden</button>`;
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.body = "<!doctype html><title>Abgemeldet</title><p>Sign-out Success</p>";
      },
    },
  },
  interactions: { url: (_ctx, interaction) => `/peer/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope(ctx.oidc.params.scope);
    await grant.save();
    return grant;
  },
});

provider.on("backchannel.error", (_ctx, error) => console.error(error));

const answers = {
  "POST /peer/account": ({ sub }) => ({ sub: (current = sub) }),
  "POST /peer/sign": ({ claims, typ = "JWT" }) => ({ token: sign(claims, typ) }),
  "POST /peer/capture": ({ logout_token }) => captured.push(logout_token),
  "GET /peer/captured": () => captured,
};

createServer(async (request, response) => {
  const path = new URL(request.url, issuer).pathname;
  const answer = answers[`${request.method} ${path}`];
  if (answer) return response.end(JSON.stringify(answer(await body(request))));
  if (!path.startsWith("/peer/interaction/")) return provider.callback()(request, response);
  return provider.interactionFinished(request, response, { login: { accountId: current } });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return request.headers["content-type"]?.includes("json") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
}

function sign(claims, typ) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = `${encode({ alg: "RS256", kid: "peer", typ })}.${encode(claims)}`;
  return `${head}.${createSign("RSA-SHA256").update(head).sign(privateKey, "base64url")}`;
}

// Shows that there is something new while no page of ours is open. It knows nothing else, keeps nothing and fetches nothing.
const TAG = "zweiklang";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.href ?? "/"));
});

async function show(data) {
  let said = {};
  try {
    said = data?.json() ?? {};
  } catch {
    // A message we cannot read still says that there is something new: a browser expects a notification for each push.
  }
  const { title = "Zweiklang", text = "Es gibt Neues.", href = "/" } = said;
  await self.registration.showNotification(title, { body: text, tag: TAG, renotify: true, lang: "de", data: { href } });
}

async function open(href) {
  const address = new URL(href, self.location.origin);
  if (address.origin !== self.location.origin) return;
  for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (new URL(page.url).pathname === address.pathname) {
      await page.focus();
      return;
    }
  }
  await self.clients.openWindow(address.href);
}

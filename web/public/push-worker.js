// Shows what Yagura has to tell as notifications of the system, also while no page of it is open. Nothing is kept and no page is answered here.
self.addEventListener('push', (event) => {
  const { title, body, tag, isQuiet, language, url } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag,
      lang: language,
      silent: isQuiet,
      renotify: !isQuiet,
      icon: '/icon-192.png',
      data: { url },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.url || '/'));
});

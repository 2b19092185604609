/** Turkish. */
export const words = {
  direction: 'ltr',
  launcher: 'Beni arayın',
  heading: 'Sizi geri arıyoruz',
  invitation: 'Numaranızı bırakın. Telefonunuz birazdan çalacak.',
  closed: 'Şu anda arama kabul etmiyoruz. Lütfen daha sonra tekrar gelin.',
  later: 'Şu anda burada değiliz. Sizi ne zaman arayalım, seçin.',
  fields: { name: 'Adınız', optional: 'isteğe bağlı', department: 'Sizi kim arasın', when: 'Ne zaman', now: 'Şimdi', more: 'Ayrıntılar' },
  number: 'Telefon numaranız',
  hint: (example) => `Örneğin ${example}`,
  request: 'Beni şimdi arayın',
  sending: 'İsteğiniz gönderiliyor',
  offline: 'Bağlantı yok. Denemeye devam ediyoruz; yalnızca bir kez aranacaksınız.',
  close: 'Kapat',
  again: 'Yeni bir arama isteyin',
  retry: 'Yeniden dene',
  progress: 'Aramanız',
  steps: { queued: 'İstendi', calling: 'Sizi arıyoruz', connected: 'Bağlandı' },
  states: {
    queued: ['Arama istendi', 'Numaranızı aldık, birazdan sizi arıyoruz. Bu sayfadan ayrılabilirsiniz.'],
    calling: ['Sizi arıyoruz', 'Telefonunuz birazdan çalacak. Lütfen açın.'],
    connected: ['Bağlandınız', 'İyi görüşmeler.'],
    ended: ['Görüşme sona erdi', 'Bizimle konuştuğunuz için teşekkürler.'],
    failed: ['Kimseye ulaşılamadı', 'Üzgünüz: bu arama gerçekleşmedi.'],
  },
  reasons: {
    'visitor-busy': 'Hattınız meşguldü. Boşaldığında yeni bir arama isteyin.',
    'visitor-no-answer': 'Telefonunuz çaldı ama kimse açmadı.',
    'visitor-unreachable': 'Numaranıza ulaşılamadı. Lütfen kontrol edip yeniden deneyin.',
    'agent-no-answer': 'Aramayı alacak kimse boş değildi. Lütfen birkaç dakika sonra yeniden deneyin.',
  },
  refusals: {
    'number-missing': () => 'Lütfen telefon numaranızı girin.',
    'number-invalid': (about) =>
      `Bu, eksiksiz bir telefon numarasına benzemiyor. Alan koduyla birlikte yazın${
        about.example ? `, örneğin ${about.example}` : ''
      }.`,
    'number-not-allowed': (about) =>
      `Bu numarayı arayamıyoruz. Lütfen bir sabit hat veya cep numarası verin${
        about.country ? ` (ülke: ${about.country})` : ''
      }.`,
    'field-refused': () => 'Bir şey eksik ya da değişti. Lütfen girdiklerinizi kontrol edin.',
    'origin-not-allowed': (about) =>
      `Bu site bu geri arama formunu kullanamaz. Site sizinse: portalda widget’ın izin verilen sitelerine ${about.origin} adresini ekleyin.`,
    'not-now': () => 'Şu anda isteğinizi alamıyoruz. Lütfen birkaç dakika sonra yeniden deneyin.',
    'widget-closed': () => 'Şu anda arama kabul etmiyoruz. Lütfen daha sonra tekrar gelin.',
    'not-found': () =>
      'Bu geri arama formu artık yok. Bu site sizinse: HTML satırını portaldan yeniden kopyalayın.',
    'blocked-by-policy': (about) =>
      `Bu sayfanın Content-Security-Policy’si geri arama formunu engelliyor. Sayfa sizinse: connect-src içinde ${about.server} adresine izin verin.`,
    unreachable: () => 'Bize ulaşılamadı. Lütfen bağlantınızı kontrol edip yeniden deneyin.',
  },
};

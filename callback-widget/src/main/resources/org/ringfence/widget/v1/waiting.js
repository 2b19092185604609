/** What a visitor who waits reads, and who cancelled: only loaded with a call. */

const WORDS = {
  en: {
    before: (many) => `Calls before yours: ${many}.`,
    wait: (minutes) => `Expected wait: about ${minutes} min.`,
    at: (time) => `We call you at this time: ${time}. You may leave this page.`,
    again: (time) => `Nobody could be reached. We call again at this time: ${time}.`,
    night: (time) => `It is night where your number is. We call you at this time: ${time}.`,
    number: (number) => `We call this number: ${number}.`,
    cancel: 'Cancel the call',
    cancelling: 'We are cancelling. If your phone rings all the same, just do not pick up.',
    late: 'Your phone is being called already. Just do not pick up; we will not call you again.',
    cancelled: ['Cancelled', 'Nobody will call you. You may ask for another call at any time.'],
    expired: ['Nobody called in time', 'We are sorry: we could not call you in time. Your phone was not called. Please ask for another call.'],
  },
  de: {
    before: (many) => `Anrufe vor Ihrem: ${many}.`,
    wait: (minutes) => `Voraussichtliche Wartezeit: etwa ${minutes} Min.`,
    at: (time) => `Wir rufen Sie zu dieser Zeit an: ${time}. Sie können die Seite verlassen.`,
    again: (time) => `Niemand war zu erreichen. Wir rufen zu dieser Zeit noch einmal an: ${time}.`,
    night: (time) => `Bei Ihrer Nummer ist es Nacht. Wir rufen Sie zu dieser Zeit an: ${time}.`,
    number: (number) => `Wir rufen diese Nummer an: ${number}.`,
    cancel: 'Anruf absagen',
    cancelling: 'Wir sagen ab. Falls Ihr Telefon trotzdem klingelt, nehmen Sie einfach nicht ab.',
    late: 'Ihr Telefon wird schon angerufen. Nehmen Sie einfach nicht ab; wir rufen Sie nicht noch einmal an.',
    cancelled: ['Abgesagt', 'Niemand ruft Sie an. Sie können jederzeit um einen neuen Anruf bitten.'],
    expired: ['Niemand rief rechtzeitig an', 'Es tut uns leid: Wir konnten Sie nicht rechtzeitig anrufen. Ihr Telefon wurde nicht angerufen. Bitte fordern Sie einen neuen Anruf an.'],
  },
  fr: {
    before: (many) => `Appels avant le vôtre : ${many}.`,
    wait: (minutes) => `Attente prévue : environ ${minutes} min.`,
    at: (time) => `Nous vous appelons à ce moment : ${time}. Vous pouvez quitter cette page.`,
    again: (time) => `Personne n’a pu être joint. Nous rappelons à ce moment : ${time}.`,
    night: (time) => `Il fait nuit là où se trouve votre numéro. Nous vous appelons à ce moment : ${time}.`,
    number: (number) => `Nous appelons ce numéro : ${number}.`,
    cancel: 'Annuler l’appel',
    cancelling: 'Annulation en cours. Si votre téléphone sonne quand même, ne répondez pas.',
    late: 'Nous appelons déjà votre téléphone. Ne répondez simplement pas ; nous ne rappellerons pas.',
    cancelled: ['Annulé', 'Personne ne vous appellera. Vous pouvez redemander un appel à tout moment.'],
    expired: ['Personne n’a appelé à temps', 'Nous sommes désolés : nous n’avons pas pu vous appeler à temps. Votre téléphone n’a pas été appelé. Demandez un nouvel appel, s’il vous plaît.'],
  },
  es: {
    before: (many) => `Llamadas antes de la suya: ${many}.`,
    wait: (minutes) => `Espera prevista: unos ${minutes} min.`,
    at: (time) => `Le llamamos en este momento: ${time}. Puede salir de esta página.`,
    again: (time) => `No se pudo contactar con nadie. Volvemos a llamar en este momento: ${time}.`,
    night: (time) => `Donde está su número es de noche. Le llamamos en este momento: ${time}.`,
    number: (number) => `Llamamos a este número: ${number}.`,
    cancel: 'Cancelar la llamada',
    cancelling: 'Estamos cancelando. Si su teléfono suena de todos modos, no conteste.',
    late: 'Ya estamos llamando a su teléfono. Simplemente no conteste; no volveremos a llamarle.',
    cancelled: ['Cancelada', 'Nadie le llamará. Puede pedir otra llamada cuando quiera.'],
    expired: ['Nadie llamó a tiempo', 'Lo sentimos: no pudimos llamarle a tiempo. No se llamó a su teléfono. Pida otra llamada, por favor.'],
  },
  it: {
    before: (many) => `Chiamate prima della Sua: ${many}.`,
    wait: (minutes) => `Attesa prevista: circa ${minutes} min.`,
    at: (time) => `La chiamiamo in questo momento: ${time}. Può lasciare questa pagina.`,
    again: (time) => `Non è stato possibile raggiungere nessuno. Richiamiamo in questo momento: ${time}.`,
    night: (time) => `Dove si trova il Suo numero è notte. La chiamiamo in questo momento: ${time}.`,
    number: (number) => `Chiamiamo questo numero: ${number}.`,
    cancel: 'Annulla la chiamata',
    cancelling: 'Stiamo annullando. Se il telefono squilla comunque, non risponda.',
    late: 'Stiamo già chiamando il Suo telefono. Basta non rispondere; non La richiameremo.',
    cancelled: ['Annullata', 'Nessuno La chiamerà. Può chiedere un’altra chiamata quando vuole.'],
    expired: ['Nessuno ha chiamato in tempo', 'Ci dispiace: non è stato possibile chiamarLa in tempo. Il Suo telefono non è stato chiamato. Chieda un’altra chiamata, per favore.'],
  },
  nl: {
    before: (many) => `Oproepen vóór die van u: ${many}.`,
    wait: (minutes) => `Verwachte wachttijd: ongeveer ${minutes} min.`,
    at: (time) => `Wij bellen u op dit moment: ${time}. U kunt deze pagina verlaten.`,
    again: (time) => `Niemand was te bereiken. Wij bellen opnieuw op dit moment: ${time}.`,
    night: (time) => `Bij uw nummer is het nacht. Wij bellen u op dit moment: ${time}.`,
    number: (number) => `Wij bellen dit nummer: ${number}.`,
    cancel: 'Oproep annuleren',
    cancelling: 'Wij annuleren. Gaat uw telefoon toch over, neem dan gewoon niet op.',
    late: 'Uw telefoon wordt al gebeld. Neem gewoon niet op; wij bellen u niet nog eens.',
    cancelled: ['Geannuleerd', 'Niemand belt u. U kunt altijd om een nieuwe oproep vragen.'],
    expired: ['Niemand belde op tijd', 'Het spijt ons: wij konden u niet op tijd bellen. Uw telefoon is niet gebeld. Vraag een nieuwe oproep aan.'],
  },
  tr: {
    before: (many) => `Sizinkinden önceki aramalar: ${many}.`,
    wait: (minutes) => `Tahmini bekleme: yaklaşık ${minutes} dk.`,
    at: (time) => `Sizi şu zamanda arayacağız: ${time}. Bu sayfadan ayrılabilirsiniz.`,
    again: (time) => `Kimseye ulaşılamadı. Şu zamanda yeniden arayacağız: ${time}.`,
    night: (time) => `Numaranızın bulunduğu yerde gece. Sizi şu zamanda arayacağız: ${time}.`,
    number: (number) => `Şu numarayı arayacağız: ${number}.`,
    cancel: 'Aramayı iptal et',
    cancelling: 'İptal ediyoruz. Telefonunuz yine de çalarsa açmayın.',
    late: 'Telefonunuz zaten aranıyor. Açmamanız yeterli; sizi bir daha aramayacağız.',
    cancelled: ['İptal edildi', 'Kimse sizi aramayacak. İstediğiniz zaman yeni bir arama isteyebilirsiniz.'],
    expired: ['Kimse zamanında aramadı', 'Üzgünüz: sizi zamanında arayamadık. Telefonunuz aranmadı. Lütfen yeni bir arama isteyin.'],
  },
  ar: {
    before: (many) => `المكالمات قبل مكالمتك: ${many}.`,
    wait: (minutes) => `الانتظار المتوقع: حوالي ${minutes} دقيقة.`,
    at: (time) => `سنتصل بك في هذا الوقت: ${time}. يمكنك مغادرة هذه الصفحة.`,
    again: (time) => `تعذّر الوصول إلى أحد. سنتصل مرة أخرى في هذا الوقت: ${time}.`,
    night: (time) => `الوقت ليل في مكان رقمك. سنتصل بك في هذا الوقت: ${time}.`,
    number: (number) => `سنتصل بهذا الرقم: ${number}.`,
    cancel: 'إلغاء المكالمة',
    cancelling: 'نقوم بالإلغاء. إذا رنّ هاتفك رغم ذلك فلا تردّ.',
    late: 'نتصل بهاتفك الآن بالفعل. لا تردّ فحسب، ولن نتصل بك مرة أخرى.',
    cancelled: ['أُلغيت', 'لن يتصل بك أحد. يمكنك طلب مكالمة أخرى في أي وقت.'],
    expired: ['لم يتصل أحد في الوقت المناسب', 'نأسف: لم نتمكن من الاتصال بك في الوقت المناسب. لم يُتَّصل بهاتفك. يُرجى طلب مكالمة أخرى.'],
  },
};

/** The server tells no place behind this one. */
const MOST = 50;

/**
 * What is to be said of a call besides the element's own words.
 *
 * @param {{state: string, reason?: string, ahead?: number, wait?: number, at?: string, again?: boolean,
 *     cancelling?: boolean | 'late', number?: string}} call its status as the server tells it, and which number is called
 *     where the visitor may wonder
 * @param {string} tag the visitor's language
 * @param {object} usual the element's own words
 * @param {object} [config] the widget's
 * @returns {{title?: string, sentence?: string, cancel?: string}} `cancel` where it can be cancelled
 */
export function say({ state, reason, ahead, wait, at, again, cancelling, number }, tag, usual, config) {
  const words = WORDS[tag] ?? WORDS.en;
  if (reason === 'cancelled') {
    const [title, sentence] = words.cancelled;
    return { title, sentence };
  }
  if (state === 'expired') {
    const [title, sentence] = words.expired;
    return { title, sentence };
  }
  if (state !== 'queued' && state !== 'calling') {
    return {};
  }
  if (cancelling) {
    return { sentence: cancelling === 'late' ? words.late : words.cancelling };
  }
  const { cancel } = words;
  // Only who writes as people elsewhere do may wonder how it was read. From the left, also among words from the right.
  const called = number && config?.guessed ? ` ${words.number(`\u2066${number}\u2069`)}` : '';
  if (state === 'queued' && Date.parse(at) > Date.now()) {
    const say = reason === 'night' ? words.night : again ? words.again : words.at;
    return { sentence: say(timeOf(new Date(at), tag)) + called, cancel };
  }
  if (state === 'queued' && ahead > 0) {
    const place = words.before(ahead < MOST ? ahead : `${MOST}+`);
    return { sentence: (wait ? `${place} ${words.wait(Math.ceil(wait / 60))}` : place) + called, cancel };
  }
  return called ? { sentence: usual.states[state][1] + called, cancel } : { cancel };
}

/** In the visitor's zone; today without the day. */
function timeOf(moment, tag) {
  const today = moment.toDateString() === new Date().toDateString();
  const day = today ? {} : { weekday: 'short', day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(tag, { ...day, hour: 'numeric', minute: '2-digit' }).format(moment);
}

/** For the test that no language lacks a word. */
export { WORDS };

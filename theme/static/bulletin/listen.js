{
  // Reads a bulletin aloud with a voice of the device itself: one that is not would be sent the text.
  const synth = window.speechSynthesis;
  const words = document.getElementById("escuchar");
  const blocks = "p, li, h2, h3, h4, h5, h6, dt, dd, caption, th, td, pre";
  const base = (tag) => tag.toLowerCase().split(/[-_]/)[0];
  const voiceOf = (tag) =>
    synth.getVoices().find((voice) => voice.localService && base(voice.lang) === base(tag));

  const start = () => {
    if (!voiceOf(document.documentElement.lang) || !words.isConnected) return;
    const bar = words.content.cloneNode(true).firstElementChild;
    const [play, stop] = bar.querySelectorAll("button");
    let queue = [];
    let at = 0;
    let turn = 0; // what an utterance that was cancelled still says is not for this one

    // Short pieces: some browsers fall silent after a quarter of a minute.
    const read = () => {
      const sheet = bar.closest(".sheet");
      const found = sheet.querySelectorAll(
        `h1, .deck li, .lead:not(figure), .body :is(${blocks})`,
      );
      return [...found]
        .filter((one) => !one.querySelector(blocks))
        .flatMap((one) => {
          const lang = one.closest("[lang]").lang;
          const text = one.textContent.replace(/\s+/g, " ").trim();
          return (text.match(/[^.!?…;:]{1,180}(?:[.!?…;:]+|\s|$)|\S{1,180}/g) || []).map(
            (piece) => [piece, lang],
          );
        });
    };
    const show = (state) => {
      [...play.children].forEach((label, number) => { label.hidden = number !== state; });
      if (!state && document.activeElement === stop) play.focus();
      stop.hidden = !state;
    };
    const say = () => {
      const now = ++turn;
      synth.cancel();
      if (at >= queue.length) return end();
      const [text, lang] = queue[at];
      const speech = new SpeechSynthesisUtterance(text);
      speech.voice = voiceOf(lang) || voiceOf(document.documentElement.lang);
      speech.lang = speech.voice.lang;
      speech.onend = speech.onerror = () => {
        if (now !== turn) return;
        at += 1;
        say();
      };
      synth.speak(speech);
    };
    const end = () => {
      turn += 1;
      synth.cancel();
      queue = [];
      show(0);
    };
    let speaking = false;
    play.onclick = () => {
      speaking = !(speaking && queue.length);
      if (!queue.length) {
        queue = read();
        at = 0;
      }
      show(speaking ? 1 : 2);
      if (speaking) return say();
      turn += 1;
      synth.cancel(); // to pause is not to be trusted: it begins again with the piece it was in
    };
    stop.onclick = end;
    addEventListener("pagehide", end);
    words.replaceWith(bar);
  };

  if (synth && words) {
    start();
    synth.addEventListener?.("voiceschanged", start);
  }
}

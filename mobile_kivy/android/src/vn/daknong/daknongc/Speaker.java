package vn.daknong.daknongc;

import android.content.Context;
import android.speech.tts.TextToSpeech;
import android.speech.tts.UtteranceProgressListener;
import java.util.List;
import java.util.Locale;

/** Reads a text aloud by the phone's own voice. One at a time. */
public final class Speaker {
    private TextToSpeech voice;

    public Speaker() {}

    /** Answers `spoken` at the end, or `failed`, when there is no voice for the language; nothing after `stop`. */
    public synchronized void speak(Context context, String text, String language, Answer ended) {
        stop();
        TextToSpeech[] made = new TextToSpeech[1]; // the listener below may be called before the constructor returns
        made[0] = new TextToSpeech(context, status -> begin(made, status, text, language, ended));
        voice = made[0];
    }

    public synchronized void stop() {
        if (voice != null) {
            voice.stop();
            voice.shutdown();
            voice = null;
        }
    }

    private synchronized void begin(TextToSpeech[] made, int status, String text, String language, Answer ended) {
        if (status != TextToSpeech.SUCCESS || made[0] == null) {
            finish(made[0], ended, "failed");
            return;
        }
        if (voice != made[0]) {
            return; // stopped, or another text was begun, while the voice was being made
        }
        if (voice.setLanguage(new Locale(language)) < TextToSpeech.LANG_AVAILABLE) {
            finish(voice, ended, "failed");
            return;
        }
        say(voice, Speeches.cut(text, TextToSpeech.getMaxSpeechInputLength()), ended);
    }

    private void say(TextToSpeech speaking, List<String> parts, Answer ended) {
        String last = Integer.toString(parts.size() - 1);
        speaking.setOnUtteranceProgressListener(new Progress(speaking, last, ended));
        for (int i = 0; i < parts.size(); i++) {
            speaking.speak(parts.get(i), TextToSpeech.QUEUE_ADD, null, Integer.toString(i));
        }
    }

    private synchronized void finish(TextToSpeech speaking, Answer ended, String how) {
        if (voice == speaking) {
            stop();
            ended.answer(how);
        }
    }

    private final class Progress extends UtteranceProgressListener {
        private final TextToSpeech speaking;
        private final String last;
        private final Answer ended;

        Progress(TextToSpeech speaking, String last, Answer ended) {
            this.speaking = speaking;
            this.last = last;
            this.ended = ended;
        }

        @Override
        public void onStart(String id) {}

        @Override
        public void onDone(String id) {
            if (last.equals(id)) {
                finish(speaking, ended, "spoken");
            }
        }

        @Override
        public void onError(String id) {
            finish(speaking, ended, "failed");
        }
    }
}

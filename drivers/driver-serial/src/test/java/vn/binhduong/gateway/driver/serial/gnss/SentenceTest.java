package vn.binhduong.gateway.driver.serial.gnss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;

class SentenceTest {
  private static final Framing<Sentence> FRAMING = Sentence.FRAMING;
  private static final byte[] GGA =
      bytes("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void theSentenceOfTheTextbooksIsUnderstood() {
    var look = FRAMING.look(GGA, GGA.length);
    assertThat(look).isInstanceOf(Framing.Look.Found.class);
    var found = (Framing.Look.Found<Sentence>) look;
    assertThat(found.length()).isEqualTo(GGA.length);
    assertThat(found.frame().type()).isEqualTo("GGA");
    assertThat(found.frame().field(1)).isEqualTo("4807.038");
    assertThat(found.frame().field(8)).isEqualTo("545.4");
    assertThat(found.frame().field(13)).isEmpty();
    assertThat(found.frame().field(99)).isEmpty();
  }

  // GPS, several systems at once, GLONASS, Galileo, BeiDou.
  @ParameterizedTest
  @ValueSource(strings = {"GP", "GN", "GL", "GA", "GB", "BD"})
  void everyTalkerIsHeard(String talker) {
    byte[] sentence = bytes(GnssDevice.sentence(talker + "GGA,123519"));
    assertThat(FRAMING.look(sentence, sentence.length))
        .isEqualTo(
            new Framing.Look.Found<>(new Sentence("GGA", List.of("123519")), sentence.length));
  }

  // Sentences of a maker are whole sentences and mean nothing here.
  @Test
  void sentencesOfAMakerArePassedOver() {
    byte[] sentence = bytes(GnssDevice.sentence("PMTK010,001"));
    assertThat(FRAMING.look(sentence, sentence.length))
        .isEqualTo(new Framing.Look.Found<>(new Sentence("", List.of()), sentence.length));
  }

  @Test
  void everyCutAndEveryTurnedBitIsNoticed() {
    for (int count = 1; count < GGA.length; count++) {
      assertThat(FRAMING.look(Arrays.copyOf(GGA, count), count))
          .as("%d bytes", count)
          .isInstanceOf(Framing.Look.Unfinished.class);
    }
    for (int bit = 0; bit < 8 * GGA.length; bit++) {
      byte[] wrong = GGA.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(FRAMING.look(wrong, wrong.length))
          .as("bit %d", bit)
          .isNotInstanceOf(Framing.Look.Found.class);
    }
  }

  // $ and then text up to * (each byte of noise is text with 95/256), two digits of 16 with their
  // case, CR and LF: below 2^-34 for a place.
  @Test
  void aMillionBytesOfNoiseAreNoSentence() {
    var run =
        FramingRuns.of("gnss", FRAMING, Sentence.BYTES_MAX, FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // 8 bits joined by XOR miss two characters that changed places, and one fault in 256 of many.
  // What
  // goes through must still have a form: see FixTest.
  @Test
  void damagedSentencesAreTrustedNoOftenerThanTheCheckAllows() {
    var run =
        FramingRuns.of(
            "gnss", FRAMING, Sentence.BYTES_MAX, FramingRuns.mutated(7, 1_000_000, List.of(GGA)));
    var good = FRAMING.look(GGA, GGA.length);
    long wrong =
        run.trusted().stream()
            .filter(sentence -> !good.equals(new Framing.Look.Found<>(sentence, GGA.length)))
            .count();
    assertThat(wrong).isLessThan(1_000_000 / GGA.length / 20);
  }
}

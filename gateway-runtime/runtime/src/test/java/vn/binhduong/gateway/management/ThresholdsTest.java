package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.leshan.client.notification.checker.CriteriaBasedOnValueChecker;
import org.eclipse.leshan.core.link.attributes.InvalidAttributeException;
import org.eclipse.leshan.core.link.lwm2m.attributes.DefaultLwM2mAttributeParser;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeSet;
import org.eclipse.leshan.core.util.datatype.ULong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {
  private static boolean tells(String query, Object told, Object now)
      throws InvalidAttributeException {
    LwM2mAttributeSet conditions =
        new LwM2mAttributeSet(new DefaultLwM2mAttributeParser().parseUriQuery(query));
    CriteriaBasedOnValueChecker checker = Thresholds.checkers().values().iterator().next();
    return checker.shouldTriggerNotificationBasedOnValueChange(conditions, told, now);
  }

  // A value at the threshold has not passed it.
  @ParameterizedTest
  @CsvSource({
    "gt=35, 34, 36, true",
    "gt=35, 36, 34, true",
    "gt=35, 34, 35, false",
    "gt=35, 36, 35, true",
    "gt=35, 36, 40, false",
    "gt=35, 20, 30, false",
    "lt=10, 11, 9, true",
    "lt=10, 9, 11, true",
    "lt=10, 9, 10, true",
    "lt=10, 11, 10, false",
    "lt=10&gt=35, 20, 30, false",
    "lt=10&gt=35, 36, 9, true",
    "st=2, 30, 32, true",
    "st=2, 30, 28, true",
    "st=2, 30, 31, false",
    "gt=35&st=2, 30, 32, true",
    "gt=35&st=2, 34.5, 35.5, true",
    "gt=35&st=2, 34, 34.5, false"
  })
  void aCrossingOrAStepIsTold(String query, double told, double now, boolean expected)
      throws InvalidAttributeException {
    assertThat(tells(query, told, now)).isEqualTo(expected);
    if (told == Math.rint(told) && now == Math.rint(now)) {
      assertThat(tells(query, (long) told, (long) now)).isEqualTo(expected);
      assertThat(tells(query, ULong.valueOf((long) told), ULong.valueOf((long) now)))
          .isEqualTo(expected);
    }
  }
}

package vn.binhduong.gateway.driver.testkit.bad;

/// One way to break the contract, and the test of the suite that must see it.
public enum Misdeed {
  IGNORES_INTERRUPT("interruptEndsACallWithinASecond"),
  IGNORES_INTERRUPT_WHEN_OPENING("interruptEndsOpeningWithinASecond"),
  IGNORES_A_CLOSED_LINK("closingTheLinkEndsACallWithinASecond"),
  THROWS_RUNTIME_EXCEPTION("onlyDriverExceptionsLeaveADriver"),
  THROWS_RUNTIME_EXCEPTION_ON_GARBAGE("onlyDriverExceptionsLeaveADriver"),
  THROWS_ERROR("onlyDriverExceptionsLeaveADriver"),
  EMITS_UNDECLARED_CHANNEL("emitsOnlyDeclaredChannels"),
  EMITS_A_CHANNEL_TWICE("emitsOnlyDeclaredChannels"),
  EMITS_EMPTY_SAMPLES("emitsOnlyDeclaredChannels"),
  EMITS_FROM_A_THREAD_OF_ITS_OWN("emitsOnlyDeclaredChannels"),
  USES_THE_WALL_CLOCK("timesComeFromTheInjectedClock"),
  FREEZES_THE_TIME("timesComeFromTheInjectedClock"),
  GOES_BACK_IN_TIME("timesComeFromTheInjectedClock"),
  EMITS_NAN_AS_GOOD("healthyDeviceGivesPlausibleValues"),
  EMITS_OUTSIDE_ITS_RANGE("healthyDeviceGivesPlausibleValues"),
  EMITS_GARBAGE_AS_GOOD("garbageIsNeverAValue"),
  REPEATS_THE_LAST_VALUE_WHEN_LOST("lostDeviceIsUnavailableAndComesBack"),
  SAYS_PROTOCOL_WHEN_LOST("lostDeviceIsUnavailableAndComesBack"),
  SETS_UP_ONLY_WHEN_OPENED("comesBackAfterAPowerCut"),
  NEVER_RECOVERS("pollAfterAFailureRecovers"),
  COMES_BACK_WRONG("faultScripts"),
  DIES_OF_TWO_KINDS_OF_FAULTS("faultScripts"),
  TAKES_HALF_AN_ANSWER("faultScripts"),
  KEEPS_QUIET_ABOUT_GARBAGE("faultScripts"),
  LEAKS_A_THREAD("leaksNothingOverManyCycles"),
  LEAKS_A_DESCRIPTOR("leaksNothingOverManyCycles"),
  LEAKS_A_VIRTUAL_THREAD("leaksNothingOverManyCycles"),
  LEAKS_WHEN_A_CALL_FAILS("callsThatFailHoldNothing"),
  LEAKS_A_VIRTUAL_THREAD_WHEN_A_CALL_FAILS("callsThatFailHoldNothing"),
  NEVER_GIVES_A_CHANNEL("givesEveryDeclaredChannel"),
  IS_LATE_BY_55_SECONDS("timesComeFromTheInjectedClock"),
  SWALLOWS_AN_INTERRUPT("interruptEndsACallWithinASecond"),
  READS_WHAT_HAS_WAITED_IN_THE_PORT("aSilentDeviceIsToldAndNeverAValue"),
  LEAKS_WHEN_OPEN_FAILS("openThatFailsReleasesAll"),
  LOGS_ITS_SECRET("secretsAreNeverShown"),
  THROWS_ITS_SECRET("secretsAreNeverShown"),
  THROWS_IN_CLOSE("closeIsIdempotentAndQuiet"),
  CLOSES_ITS_LINK("closeIsIdempotentAndQuiet"),
  WAITS_IN_CLOSE("closeDuringACallIsQuick"),
  EMITS_AFTER_CLOSE("closedDeviceEmitsNothing"),
  CHANGES_ITS_CHANNELS("channelsAreUniqueAndFixed"),
  LISTS_TOO_FEW_CHANNELS("listedChannelsHoldThoseOfTheDevice"),
  LISTS_ANOTHER_LINK("transportIsTheLinkThatIsAskedFor"),
  LISTS_NO_LINK("transportIsTheLinkThatIsAskedFor"),
  NAMES_TWO_CHANNELS_ALIKE("channelsAreUniqueAndFixed"),
  INVENTS_A_UNIT("unitsAreInTheSenmlRegistry"),
  MAY_BE_SILENT_FOR_EVER("silenceOfAnEventDriverIsBounded"),
  INVENTS_VALUES_IN_SILENCE("aSilentDeviceIsToldAndNeverAValue"),
  RUNS_LATE_BY_55_SECONDS("timesComeFromTheInjectedClock"),
  RUNS_ON_AFTER_AN_INTERRUPT("interruptEndsACallWithinASecond"),
  FACTORY_IS_NOT_LISTED("factoryIsFoundByServiceLoader"),
  FACTORY_KEEPS_STATE("factoryKeepsNoState"),
  FACTORY_HAS_AN_ODD_NAME("typeNameIsWellFormed"),
  SETTINGS_ARE_NOT_DECLARED("settingsAreFullyDeclared");

  private final String test;

  Misdeed(String test) {
    this.test = test;
  }

  /// Name of the test that must fail.
  public String test() {
    return test;
  }

  /// Whether it is an event driver that does it.
  public boolean ofEventDriver() {
    return switch (this) {
      case MAY_BE_SILENT_FOR_EVER,
          INVENTS_VALUES_IN_SILENCE,
          RUNS_LATE_BY_55_SECONDS,
          RUNS_ON_AFTER_AN_INTERRUPT ->
          true;
      default -> false;
    };
  }
}

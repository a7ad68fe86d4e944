package vn.binhduong.gateway.driver;

/// How the frames of one protocol are told apart in a stream of bytes. Pure and stateless, so that
/// it can be tested with the vectors of the datasheet and with any garbage; [FrameReader] does the
/// rest.
///
/// @param <F> one decoded frame
@FunctionalInterface
public interface Framing<F> {
  /// Looks whether a frame begins at index 0.
  ///
  /// Everything that the protocol allows to check is checked here: header, length, checksum, end.
  ///
  /// @param bytes what was received; not to be changed or kept
  /// @param count how many of them count, at least 1
  Look<F> look(byte[] bytes, int count);

  /// Whether two frames that follow each other can come from the same instrument: the same serial
  /// number in both, a total that does not fall, a step that nature allows. A frame that does not
  /// go with the one before it is not trusted; the next one is compared with it in turn, so a
  /// change that lasts costs one frame.
  default boolean consistent(F before, F next) {
    return true;
  }

  /// What stands at the beginning of the bytes.
  ///
  /// @param <F> one decoded frame
  sealed interface Look<F> {
    /// A whole frame.
    ///
    /// @param frame the frame
    /// @param length its length in bytes, at least 1
    record Found<F>(F frame, int length) implements Look<F> {}

    /// Perhaps a frame, when more bytes have come.
    record Unfinished<F>() implements Look<F> {}

    /// No frame begins here.
    ///
    /// @param why what was found and what was expected, for people
    record Nothing<F>(String why) implements Look<F> {}
  }
}

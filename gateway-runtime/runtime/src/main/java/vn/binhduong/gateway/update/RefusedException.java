package vn.binhduong.gateway.update;

import java.io.Serial;

/// A package, an address or a request that is not accepted; nothing was changed by it.
public final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final ResultCode code;

  RefusedException(ResultCode code, String message) {
    super(message);
    this.code = code;
  }

  /// The result to report.
  public ResultCode code() {
    return code;
  }

  /// What was found and what was expected.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

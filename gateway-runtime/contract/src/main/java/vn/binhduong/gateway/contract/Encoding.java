package vn.binhduong.gateway.contract;

/// The two forms of a SenML pack.
public enum Encoding {
  /// RFC 8428 §5.
  JSON("application/senml+json"),
  /// RFC 8428 §6.
  CBOR("application/senml+cbor");

  private final String contentType;

  Encoding(String contentType) {
    this.contentType = contentType;
  }

  /// Media type of the uncompressed form.
  public String contentType() {
    return contentType;
  }
}

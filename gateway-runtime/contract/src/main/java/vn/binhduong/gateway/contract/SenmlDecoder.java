package vn.binhduong.gateway.contract;

/// Reads the payload of a message. The form is known from the first byte: `[` is JSON, 0x78 is
/// zlib, anything else is CBOR. Stateless; bounded by its limits whatever comes in.
///
/// @param limits what is refused
public record SenmlDecoder(Limits limits) {
  /// What is refused, so that no message can take more memory than its receiver planned.
  ///
  /// @param bytesMax greatest payload, bytes
  /// @param inflatedBytesMax greatest payload after decompression, bytes
  /// @param recordsMax most SenML records
  public record Limits(int bytesMax, int inflatedBytesMax, int recordsMax) {
    /// 256 KiB, 4 MiB inflated, 65,536 records.
    public static final Limits DEFAULT = new Limits(256 * 1024, 4 * 1024 * 1024, 65_536);

    public Limits {
      Ids.requireBetween("bytesMax", bytesMax, 1, Integer.MAX_VALUE);
      Ids.requireBetween("inflatedBytesMax", inflatedBytesMax, 1, Integer.MAX_VALUE);
      Ids.requireBetween("recordsMax", recordsMax, 1, Integer.MAX_VALUE);
    }
  }

  /// A decoder with [Limits#DEFAULT].
  public SenmlDecoder() {
    this(Limits.DEFAULT);
  }

  /// Reads a message of any stream.
  ///
  /// @throws ContractException naming record, field, what was found and what was expected
  public Message decode(byte[] payload) throws ContractException {
    return MessageReader.read(payload, limits);
  }

  /// Reads samples: topic classes `data` and `hist`.
  ///
  /// @throws ContractException as [#decode], and when it holds events
  public Batch decodeBatch(byte[] payload) throws ContractException {
    if (decode(payload) instanceof Batch batch) {
      return batch;
    }
    throw new ContractException("pack", "device", "'gateway'", "a device with samples");
  }

  /// Reads events: topic class `event`.
  ///
  /// @throws ContractException as [#decode], and when it holds samples
  public EventBatch decodeEvents(byte[] payload) throws ContractException {
    if (decode(payload) instanceof EventBatch events) {
      return events;
    }
    throw new ContractException("pack", "device", "samples of a device", "'gateway'");
  }
}

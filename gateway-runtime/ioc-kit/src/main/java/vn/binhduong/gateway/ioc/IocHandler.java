package vn.binhduong.gateway.ioc;

import java.io.IOException;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Batch;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.State;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;

/// What the IOC does with what arrives. Only [#row] must be written; the rest is there for those
/// who want it.
///
/// Methods are called on the consumer's network thread, one at a time for all consumers that share
/// [Accounts]. A message is acknowledged to the broker after its methods have returned; when one
/// throws, the connection is dropped and the broker delivers the message again. Storing must
/// therefore be an upsert on (gateway, epoch, device, number).
public interface IocHandler {
  /// A sample. Store it.
  ///
  /// @param receipt whether it came for the first time; a duplicate has been stored before
  void row(Arrival.Row row, Receipt receipt) throws IOException;

  /// An event of the gateway stream.
  ///
  /// @param receipt whether it came for the first time
  default void event(Arrival.Event event, Receipt receipt) throws IOException {}

  /// A gap record: these numbers will never come.
  default void gap(Arrival.Gap gap) throws IOException {}

  /// Aggregates in place of the samples of a range that was thinned.
  default void aggregates(String gateway, Batch batch) throws IOException {}

  /// The gateway's own account of a stream.
  ///
  /// @param full the same with all its figures
  default void ledger(Arrival.Ledger ledger, vn.binhduong.gateway.contract.Ledger full)
      throws IOException {}

  /// A gateway came online or went offline.
  default void state(String gateway, State state) throws IOException {}

  /// The catalogue of a device.
  default void birth(Birth birth) throws IOException {}

  /// The answer to a request.
  default void answer(String gateway, Answer answer) throws IOException {}

  /// A message that is not what the contract says; it is acknowledged and counted, never retried.
  default void refused(String topic, ContractException problem) throws IOException {}

  /// Every message as it came, before anything else.
  default void raw(String topic, byte[] payload) throws IOException {}

  /// Makes everything handled so far durable. Called before the IOC acknowledges it to a gateway.
  default void force() throws IOException {}
}

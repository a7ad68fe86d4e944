package vn.binhduong.gateway.store;

import java.util.UUID;
import vn.binhduong.gateway.model.Entry;

/// An entry as it stands in the log.
///
/// @param position where it stands
/// @param epoch the store that gave the number
/// @param seq its number in the stream (epoch, device), from 1
/// @param entry the sample or event, exactly as it was appended
public record Stored(Position position, UUID epoch, long seq, Entry entry) {}

package vn.binhduong.gateway.pipeline;

/// An alarm begins or ends.
///
/// @param device whose channel it is
/// @param code its name in the configuration
/// @param severity how much it matters
/// @param active true when it begins, false when it ends
/// @param text one sentence for people
public record AlarmNews(
    String device, String code, AlarmSettings.Severity severity, boolean active, String text) {}

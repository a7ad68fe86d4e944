package vn.binhduong.gateway.management;

import java.util.Map;
import org.eclipse.leshan.client.notification.checker.CriteriaBasedOnValueChecker;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttribute;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeModel;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeSet;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributes;
import org.eclipse.leshan.core.model.ResourceModel;
import org.jspecify.annotations.Nullable;

/// When a changed value is told to who observes it with a condition (OMA LwM2M 1.1 core §5.1.2: gt,
/// lt, st). A threshold is told each time it is crossed, up and down. Leshan tells gt on the way up
/// and lt on the way down alone, against the value it told last: once above, a value was never told
/// again, however often it came back.
final class Thresholds implements CriteriaBasedOnValueChecker {
  private Thresholds() {}

  @Override
  public boolean shouldTriggerNotificationBasedOnValueChange(
      LwM2mAttributeSet conditions, Object told, Object now) {
    double before = ((Number) told).doubleValue();
    double after = ((Number) now).doubleValue();
    Double step = value(conditions, LwM2mAttributes.STEP);
    Double above = value(conditions, LwM2mAttributes.GREATER_THAN);
    Double below = value(conditions, LwM2mAttributes.LESSER_THAN);
    return (step != null && Math.abs(after - before) >= step)
        || (above != null && (before > above) != (after > above))
        || (below != null && (before < below) != (after < below))
        || (step == null && above == null && below == null);
  }

  private static @Nullable Double value(
      LwM2mAttributeSet conditions, LwM2mAttributeModel<Double> model) {
    LwM2mAttribute<Double> attribute = conditions.get(model);
    return attribute == null ? null : attribute.getValue();
  }

  /// One for each type of numbers.
  static Map<ResourceModel.Type, CriteriaBasedOnValueChecker> checkers() {
    Thresholds checker = new Thresholds();
    return Map.of(
        ResourceModel.Type.FLOAT,
        checker,
        ResourceModel.Type.INTEGER,
        checker,
        ResourceModel.Type.UNSIGNED_INTEGER,
        checker);
  }
}

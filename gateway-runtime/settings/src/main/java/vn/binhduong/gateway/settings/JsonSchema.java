package vn.binhduong.gateway.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.driver.Option;

/// Writes a JSON Schema 2020-12. Editors check and complete with it; the binder checks more
/// (durations against their bounds, compact constructors).
final class JsonSchema {
  private static final String DURATION = "^[0-9]+(\\.[0-9]+)?(ns|us|ms|s|min|h|d)$";

  private final Shapes shapes;

  JsonSchema(Shapes shapes) {
    this.shapes = shapes;
  }

  String write(Class<? extends Record> type, String title) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(group(shapes.group(type)));
    return Json.write(schema);
  }

  private Map<String, Object> group(Shape.Group group) {
    var schema = new LinkedHashMap<String, Object>();
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    var choices = new ArrayList<Object>();
    for (Shape.Declared declared : group.components()) {
      var property = new LinkedHashMap<String, Object>();
      property.put("description", declared.option().doc());
      if (declared.shape() instanceof Shape.Chosen chosen) {
        choices.addAll(choices(chosen, declared.key()));
      } else {
        property.putAll(property(declared));
      }
      properties.put(declared.key(), property);
      if (isRequired(declared)) {
        required.add(declared.key());
      }
    }
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!choices.isEmpty()) {
      schema.put("allOf", choices);
    }
    for (Shape.Declared declared : group.components()) {
      if (declared.shape() instanceof Shape.Chosen chosen && !chosen.kinds().isEmpty()) {
        if (properties.get(chosen.sibling()) instanceof Map<?, ?> sibling) {
          var known = new LinkedHashMap<Object, Object>(sibling);
          known.put("enum", List.copyOf(chosen.kinds().keySet()));
          properties.put(chosen.sibling(), known);
        }
      }
    }
    return schema;
  }

  private List<Object> choices(Shape.Chosen chosen, String key) {
    var choices = new ArrayList<Object>();
    chosen
        .kinds()
        .forEach(
            (kind, type) -> {
              Shape.Group group = shapes.group(type);
              var then = new LinkedHashMap<String, Object>();
              then.put("properties", Map.of(key, group(group)));
              if (ReferenceTable.needsKeys(group)) {
                then.put("required", List.of(key));
              }
              var when = new LinkedHashMap<String, Object>();
              when.put("properties", Map.of(chosen.sibling(), Map.of("const", kind)));
              when.put("required", List.of(chosen.sibling()));
              var choice = new LinkedHashMap<String, Object>();
              choice.put("if", when);
              choice.put("then", then);
              choices.add(choice);
            });
    return choices;
  }

  private static boolean isRequired(Shape.Declared declared) {
    return ReferenceTable.isRequired(declared);
  }

  private Map<String, Object> property(Shape.Declared declared) {
    Option option = declared.option();
    Map<String, Object> schema = shape(declared.shape(), option);
    if (declared.isProfile()) {
      schema = new LinkedHashMap<>(Map.of("anyOf", List.of(Map.of("type", "string"), schema)));
    }
    if (option.optional()) {
      var nullable = new LinkedHashMap<String, Object>();
      nullable.put("anyOf", List.of(schema, Map.of("type", "null")));
      schema = nullable;
    }
    if (declared.hasFallback()) {
      if (declared.shape() instanceof Shape.Value(ScalarType type)) {
        schema.put(
            "default",
            type.mustBePlain() ? Limits.limit(type, option.fallback()) : option.fallback());
      } else if (declared.shape() instanceof Shape.Choice) {
        schema.put("default", option.fallback());
      }
    }
    if (!option.example().isEmpty() && declared.shape() instanceof Shape.Value(ScalarType type)) {
      schema.put(
          "examples",
          List.of(type.mustBePlain() ? Limits.limit(type, option.example()) : option.example()));
    }
    if (option.secret()) {
      schema.put("writeOnly", true);
    }
    return schema;
  }

  private Map<String, Object> shape(Shape shape, Option option) {
    var schema = new LinkedHashMap<String, Object>();
    switch (shape) {
      case Shape.Value(ScalarType type) -> value(schema, type, option);
      case Shape.Choice choice -> schema.put("enum", choice.names());
      case Shape.ListOf list -> {
        schema.put("type", List.of("array", "null"));
        bound(schema, "minItems", option.min());
        bound(schema, "maxItems", option.max());
        schema.put("items", shape(list.element(), Limits.ofElement(option)));
      }
      case Shape.MapOf map -> {
        schema.put("type", List.of("object", "null"));
        bound(schema, "minProperties", option.min());
        bound(schema, "maxProperties", option.max());
        if (!option.pattern().isEmpty()) {
          schema.put("propertyNames", Map.of("pattern", anchored(option.pattern())));
        }
        schema.put("additionalProperties", shape(map.value(), Limits.ofValue(option)));
      }
      case Shape.Group group -> schema.putAll(group(group));
      case Shape.Isolated isolated -> schema.putAll(group(isolated.group()));
      case Shape.Chosen chosen -> schema.put("type", "object");
    }
    return schema;
  }

  private static void value(Map<String, Object> schema, ScalarType type, Option option) {
    switch (type) {
      case STRING -> {
        // A text may be written without quotes and then looks like a number to a schema.
        schema.put("type", List.of("string", "number", "boolean"));
        bound(schema, "minLength", option.min());
        bound(schema, "maxLength", option.max());
        if (!option.pattern().isEmpty()) {
          schema.put("pattern", anchored(option.pattern()));
        }
      }
      case INT, LONG, DOUBLE -> {
        schema.put("type", type.jsonType());
        if (!option.min().isEmpty()) {
          schema.put("minimum", Limits.limit(type, option.min()));
        }
        if (!option.max().isEmpty()) {
          schema.put("maximum", Limits.limit(type, option.max()));
        }
      }
      case DURATION -> {
        schema.put("type", "string");
        schema.put("pattern", DURATION);
      }
      case BOOLEAN, PATH, URI_REFERENCE -> schema.put("type", type.jsonType());
    }
  }

  private static String anchored(String pattern) {
    return "^(?:" + pattern + ")$";
  }

  private static void bound(Map<String, Object> schema, String key, String bound) {
    if (!bound.isEmpty()) {
      schema.put(key, Integer.valueOf(bound));
    }
  }
}

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** Says what Avro's Java library makes of the cases: see ../README.md. */
public final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** A block of an array or a map is written with its size when it has at least this many bytes. */
  private static final int BLOCK_SIZE = 64;

  public static void main(String[] arguments) throws IOException {
    Path cases = Path.of(arguments[0]);
    Path results = Path.of(arguments[1]);
    Files.createDirectories(results);
    answer(cases, results, "values.jsonl", Vectors::values);
    answer(cases, results, "malformed.jsonl", Vectors::malformed);
    answer(cases, results, "resolution.jsonl", Vectors::resolution);
    containers(Path.of(arguments[2]));
  }

  private interface Answer {
    ObjectNode to(JsonNode line) throws IOException;
  }

  private static void answer(Path cases, Path results, String file, Answer answer) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(cases.resolve(file))) {
      JsonNode input = JSON.readTree(line);
      ObjectNode output = JSON.createObjectNode();
      output.set("name", input.get("name"));
      try {
        output.setAll(answer.to(input));
      } catch (IOException | RuntimeException e) {
        output.put("error", message(e));
      }
      lines.add(JSON.writer().with(JsonGenerator.Feature.ESCAPE_NON_ASCII).writeValueAsString(output));
    }
    Files.write(results.resolve(file), lines);
  }

  private static ObjectNode values(JsonNode input) throws IOException {
    Schema schema = parse(input.get("schema"));
    ObjectNode output = JSON.createObjectNode();
    output.put("canonical", SchemaNormalization.toParsingForm(schema));
    output.put("fingerprint", String.format("%016x", SchemaNormalization.parsingFingerprint64(schema)));
    ArrayNode values = output.putArray("values");
    for (JsonNode value : input.path("values")) {
      Object datum = fromJson(schema, value.toString());
      values.add(written(schema, datum));
      if (values.size() == 1) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        new BinaryMessageEncoder<>(GenericData.get(), schema).encode(datum, message);
        output.put("single_object", hex(message.toByteArray()));
      }
    }
    for (JsonNode binary : input.path("binary")) {
      values.add(written(schema, read(schema, schema, bytes(binary), false)));
    }
    for (JsonNode text : input.path("logical")) {
      ObjectNode entry = written(schema, ofLogical(schema, text.textValue()));
      entry.set("logical", text);
      values.add(entry);
    }
    return output;
  }

  private static ObjectNode written(Schema schema, Object value) throws IOException {
    ObjectNode entry = JSON.createObjectNode();
    byte[] plain = binary(schema, value, false);
    byte[] blocked = binary(schema, value, true);
    entry.put("binary", hex(plain));
    if (!hex(plain).equals(hex(blocked))) {
      entry.put("blocked", hex(blocked));
    }
    entry.set("json", toJson(schema, value));
    return entry;
  }

  private static ObjectNode malformed(JsonNode input) throws IOException {
    Schema schema = parse(input.get("schema"));
    ObjectNode output = JSON.createObjectNode();
    ArrayNode values = output.putArray("values");
    for (JsonNode binary : input.path("binary")) {
      values.add(outcome(schema, schema, bytes(binary), false));
    }
    return output;
  }

  private static ObjectNode resolution(JsonNode input) throws IOException {
    Schema writer = parse(input.get("writer"));
    Schema reader = parse(input.get("reader"));
    ObjectNode output = JSON.createObjectNode();
    try {
      var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
      output.put("compatibility", result.getCompatibility().toString());
      ArrayNode found = output.putArray("incompatibilities");
      for (SchemaCompatibility.Incompatibility one : result.getIncompatibilities()) {
        found.addObject().put("type", one.getType().toString()).put("location", one.getLocation())
            .put("message", one.getMessage());
      }
    } catch (RuntimeException e) {
      output.put("compatibility", message(e));
    }
    ArrayNode values = output.putArray("values");
    for (JsonNode value : input.path("values")) {
      byte[] binary = binary(writer, fromJson(writer, value.toString()), false);
      ObjectNode entry = values.addObject().put("binary", hex(binary));
      ObjectNode classic = outcome(writer, reader, binary, false);
      ObjectNode fast = outcome(writer, reader, binary, true);
      entry.setAll(classic);
      if (!classic.path("json").equals(fast.path("json")) || classic.has("error") != fast.has("error")) {
        entry.set("fast", fast);
      }
    }
    return output;
  }

  private static ObjectNode outcome(Schema writer, Schema reader, byte[] binary, boolean fast)
      throws IOException {
    ObjectNode entry = JSON.createObjectNode();
    try {
      entry.set("json", toJson(reader, read(writer, reader, binary, fast)));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      entry.put("error", message(e));
    }
    return entry;
  }

  private static String message(Throwable e) {
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    return text.lines().findFirst().orElse("").strip();
  }

  private static Schema parse(JsonNode text) {
    return new Schema.Parser().parse(text.toString());
  }

  private static Object fromJson(Schema schema, String text) throws IOException {
    return new GenericDatumReader<>(schema, schema, data(false))
        .read(null, DecoderFactory.get().jsonDecoder(schema, text));
  }

  private static JsonNode toJson(Schema schema, Object value) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, output);
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return JSON.readTree(output.toString(StandardCharsets.UTF_8));
  }

  private static Object read(Schema writer, Schema reader, byte[] binary, boolean fast) throws IOException {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(binary, null);
    return new GenericDatumReader<>(writer, reader, data(fast)).read(null, decoder);
  }

  /** Data whose maps keep their order. */
  private static GenericData data(boolean fast) {
    GenericData data = new GenericData() {
      @Override
      public Object newMap(Object old, int size) {
        return new LinkedHashMap<>();
      }
    };
    data.setFastReaderEnabled(fast);
    return data;
  }

  private static byte[] binary(Schema schema, Object value, boolean blocked) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Encoder encoder = blocked
        ? new EncoderFactory().configureBlockSize(BLOCK_SIZE).blockingBinaryEncoder(output, null)
        : EncoderFactory.get().binaryEncoder(output, null);
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return output.toByteArray();
  }

  /** What Java's conversions of logical types write for a value that is given as ISO text. */
  private static Object ofLogical(Schema schema, String text) {
    var type = schema.getLogicalType();
    return switch (type.getName()) {
      case "decimal" -> {
        var decimal = new BigDecimal(text);
        var conversion = new Conversions.DecimalConversion();
        yield schema.getType() == Schema.Type.BYTES
            ? conversion.toBytes(decimal, schema, type)
            : conversion.toFixed(decimal, schema, type);
      }
      case "big-decimal" ->
          new Conversions.BigDecimalConversion().toBytes(new BigDecimal(text), schema, type);
      case "uuid" -> {
        var conversion = new Conversions.UUIDConversion();
        yield schema.getType() == Schema.Type.STRING
            ? conversion.toCharSequence(UUID.fromString(text), schema, type)
            : conversion.toFixed(UUID.fromString(text), schema, type);
      }
      case "date" -> new TimeConversions.DateConversion().toInt(LocalDate.parse(text), schema, type);
      case "time-millis" ->
          new TimeConversions.TimeMillisConversion().toInt(LocalTime.parse(text), schema, type);
      case "time-micros" ->
          new TimeConversions.TimeMicrosConversion().toLong(LocalTime.parse(text), schema, type);
      case "timestamp-millis" ->
          new TimeConversions.TimestampMillisConversion().toLong(Instant.parse(text), schema, type);
      case "timestamp-micros" ->
          new TimeConversions.TimestampMicrosConversion().toLong(Instant.parse(text), schema, type);
      case "timestamp-nanos" ->
          new TimeConversions.TimestampNanosConversion().toLong(Instant.parse(text), schema, type);
      case "local-timestamp-millis" -> new TimeConversions.LocalTimestampMillisConversion()
          .toLong(LocalDateTime.parse(text), schema, type);
      case "local-timestamp-micros" -> new TimeConversions.LocalTimestampMicrosConversion()
          .toLong(LocalDateTime.parse(text), schema, type);
      case "local-timestamp-nanos" -> new TimeConversions.LocalTimestampNanosConversion()
          .toLong(LocalDateTime.parse(text), schema, type);
      default -> throw new IllegalArgumentException(type.getName());
    };
  }

  /** Object container files with each codec, of a few blocks each. */
  private static void containers(Path directory) throws IOException {
    JsonNode input = JSON.readTree(Files.readString(directory.resolve("records.json")));
    Schema schema = parse(input.get("schema"));
    for (String codec : List.of("null", "deflate", "snappy", "zstandard", "bzip2", "xz")) {
      try (var writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
        writer.setCodec(CodecFactory.fromString(codec)).setMeta("written.by", "java").setSyncInterval(200);
        writer.create(schema, Files.newOutputStream(directory.resolve("java-" + codec + ".avro")), SYNC);
        for (JsonNode value : input.get("values")) {
          writer.append(fromJson(schema, value.toString()));
        }
      }
    }
  }

  private static final byte[] SYNC = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.textValue());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

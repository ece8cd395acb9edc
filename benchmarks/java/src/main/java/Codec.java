import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Times Avro's Java implementation on the datums that the Rust benchmark wrote, with generic
 * records and with generated classes.
 *
 * <pre>
 * cargo bench -p avrolane-benchmarks --bench codec -- --write-corpora /tmp/corpora
 * mvn --quiet compile exec:java -Dexec.args="/tmp/corpora ../schemas"
 * </pre>
 *
 * Prints nanoseconds per record: the median of 11 rounds, in which the contestants take turns,
 * behind five that warm the machine up. Encoders, decoders and buffers are used again; records are
 * not.
 */
public final class Codec {
  private static final int ROUNDS = 11;
  private static final int WARM_UP = 5;
  private static final long NANOSECONDS = 100_000_000;

  /** What keeps results from being optimized away. */
  private static volatile Object sink;

  private interface Work {
    Object run(int position) throws IOException;
  }

  private record Contestant(String work, String who, Work once, double[] timings) {
    double time() throws IOException {
      long start = System.nanoTime();
      int count = 0;
      while (System.nanoTime() - start < NANOSECONDS) {
        for (int step = 0; step < 64; step++) {
          sink = once.run(count++);
        }
      }
      return (double) (System.nanoTime() - start) / count;
    }
  }

  private final List<Contestant> contestants = new ArrayList<>();

  public static void main(String[] arguments) throws IOException {
    Path corpora = Path.of(arguments[0]);
    Path schemas = Path.of(arguments[1]);
    Codec codec = new Codec();
    for (String name : List.of("order", "profile", "telemetry")) {
      Schema schema = new Schema.Parser().parse(schemas.resolve(name + ".avsc").toFile());
      List<byte[]> datums = datums(corpora.resolve(name + ".bin"));
      codec.add(name, "Java Generic", datums, new GenericDatumReader<>(schema), new GenericDatumWriter<>(schema));
      codec.add(name, "Java Specific", datums, new SpecificDatumReader<>(schema), new SpecificDatumWriter<>(schema));
      if (name.equals("profile")) {
        File newer = schemas.resolve("profile_v2.avsc").toFile();
        Schema reader = new Schema.Parser().parse(newer);
        codec.addDecoder("evolved profile", "Java Generic", datums, new GenericDatumReader<>(schema, reader));
      }
    }
    codec.run();
  }

  private static List<byte[]> datums(Path file) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file));
    List<byte[]> datums = new ArrayList<>();
    while (data.hasRemaining()) {
      byte[] datum = new byte[data.getInt()];
      data.get(datum);
      datums.add(datum);
    }
    return datums;
  }

  private <T> void add(
      String name, String who, List<byte[]> datums, DatumReader<T> reader, DatumWriter<T> writer)
      throws IOException {
    List<T> records = new ArrayList<>();
    for (byte[] datum : datums) {
      records.add(reader.read(null, DecoderFactory.get().binaryDecoder(datum, null)));
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(output, null);
    add(name + ", encode", who, position -> {
      output.reset();
      writer.write(records.get(position % records.size()), encoder);
      encoder.flush();
      return output;
    });
    addDecoder(name, who, datums, reader);
  }

  private <T> void addDecoder(String name, String who, List<byte[]> datums, DatumReader<T> reader) {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(datums.get(0), null);
    add(name + ", decode", who, position -> {
      byte[] datum = datums.get(position % datums.size());
      return reader.read(null, DecoderFactory.get().binaryDecoder(datum, decoder));
    });
  }

  private void add(String work, String who, Work once) {
    contestants.add(new Contestant(work, who, once, new double[ROUNDS]));
  }

  private void run() throws IOException {
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Contestant contestant : contestants) {
        double time = contestant.time();
        if (round >= 0) {
          contestant.timings()[round] = time;
        }
      }
    }
    for (Contestant contestant : contestants) {
      Arrays.sort(contestant.timings());
      System.out.printf(
          "| %s | %s | %,.0f |%n",
          contestant.work(), contestant.who(), contestant.timings()[ROUNDS / 2]);
    }
  }
}

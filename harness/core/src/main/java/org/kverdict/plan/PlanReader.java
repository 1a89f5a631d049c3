// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kverdict.failure.UsageException;

/** Reads plans. An error names file, line and column, and for an unknown key the nearest one. */
public final class PlanReader {
  private final Home home;
  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A second document in the file would be ignored without a word.
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  /**
   * @param home where kverdict's own fragments are
   */
  public PlanReader(Home home) {
    this.home = home;
  }

  /**
   * The plan of a run.
   *
   * @param file a plan file; relative paths in it start at its folder
   * @param commandLine what the command line says; it wins. Relative paths in it start here
   * @throws UsageException if the plan cannot be read or is not complete
   */
  public Plan read(Optional<Path> file, PlanFile commandLine) {
    PlanFile base = file.map(this::parse).orElse(PlanFile.EMPTY);
    Path here = Path.of("").toAbsolutePath();
    Plan plan = Plan.complete(commandLine.resolvedAgainst(here, home).over(base));
    plan.tests().forEach(home::suite);
    return plan;
  }

  /**
   * The plan in a file.
   *
   * @see #read(Optional, PlanFile)
   */
  public Plan read(Path file) {
    return read(Optional.of(file), PlanFile.EMPTY);
  }

  private PlanFile parse(Path file) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return parse(file.toString(), text(file)).resolvedAgainst(folder, home);
  }

  PlanFile parse(String name, String text) {
    try {
      PlanFile plan = yaml.readValue(text, PlanFile.class);
      return plan == null ? PlanFile.EMPTY : plan;
    } catch (UnrecognizedPropertyException e) {
      List<String> known = e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
      throw new UsageException(
          name
              + keyPlace(text, e)
              + ": unknown key \""
              + e.getPropertyName()
              + "\""
              + Nearest.suggestion(e.getPropertyName(), known)
              + ". Known here: "
              + String.join(", ", known),
          e);
    } catch (ValueInstantiationException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw at(name, e.getLocation(), key(e) + cause.getMessage(), e);
    } catch (MismatchedInputException e) {
      throw at(name, e.getLocation(), key(e) + wrongType(e), e);
    } catch (JsonProcessingException e) {
      throw at(name, e.getLocation(), e.getOriginalMessage(), e);
    }
  }

  /** Jackson tells where it noticed, which is behind the key: the key itself is looked for. */
  private static String keyPlace(String text, UnrecognizedPropertyException e) {
    List<String> lines = text.lines().toList();
    Pattern key =
        Pattern.compile("[-\\s]*[\"']?" + Pattern.quote(e.getPropertyName()) + "[\"']?\\s*:.*");
    for (int i = Math.min(lines.size(), e.getLocation().getLineNr()); i > 0; i--) {
      String line = lines.get(i - 1);
      if (key.matcher(line).matches()) {
        return ":" + i + ":" + (line.indexOf(e.getPropertyName()) + 1);
      }
    }
    return ":" + e.getLocation().getLineNr();
  }

  private static String key(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(field -> field != null)
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : path + ": ";
  }

  private static String wrongType(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    String found =
        e instanceof InvalidFormatException invalid ? "\"" + invalid.getValue() + "\", " : "";
    if (type == null) {
      return found + e.getOriginalMessage();
    }
    if (type.isEnum()) {
      String allowed =
          Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString())
              .collect(Collectors.joining(" or "));
      return found + "want " + allowed;
    }
    if (type == Timeout.class) {
      return found + "wrong type, want a time like 90s, 5m or 1h";
    }
    if (type == MemorySize.class) {
      return found + "wrong type, want a size like 512M or 2G";
    }
    if (List.class.isAssignableFrom(type)) {
      return found + "wrong type, want a list";
    }
    if (type == Integer.class || type == int.class) {
      return found + "wrong type, want a whole number";
    }
    return found + "wrong type, want " + (type.isRecord() ? "a map of keys" : "a text");
  }

  private static UsageException at(
      String name, @Nullable JsonLocation at, String what, Exception e) {
    String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
    return new UsageException(name + place + ": " + what, e);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UsageException("the plan " + file.toAbsolutePath() + " does not exist", e);
    } catch (CharacterCodingException e) {
      throw new UsageException("the plan " + file.toAbsolutePath() + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UsageException(
          "cannot read the plan "
              + file.toAbsolutePath()
              + ": "
              + (Files.isDirectory(file) ? "it is a folder, want a file" : e.getMessage()),
          e);
    }
  }
}

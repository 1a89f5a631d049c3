// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.kverdict.console.Fault;
import org.kverdict.console.Frame;

/** A fault, and the addresses of its frames. */
final class Placement {
  private final Fault fault;
  private final Map<Frame, Long> addresses = new HashMap<>();

  Placement(Fault fault, SymbolTable table) {
    this.fault = fault;
    for (Frame frame : fault.stack()) {
      address(frame, table).ifPresent(address -> addresses.put(frame, address));
    }
  }

  /**
   * The address to look up. A register dump names the very instruction. All else on a stack is
   * where a call returns to, the instruction after it, which may belong to the next line, to
   * another inlined function or, where the callee never returns, to the next function: the byte
   * before is part of the call.
   */
  private static OptionalLong address(Frame frame, SymbolTable table) {
    Optional<SymbolOffset> offset = Symboliser.offset(frame);
    if (offset.isEmpty()) {
      return OptionalLong.empty();
    }
    SymbolOffset where = offset.get();
    OptionalLong address = table.address(frame.function(), where);
    boolean exact = frame.exact() || where.offset() == 0;
    return exact || address.isEmpty() ? address : OptionalLong.of(address.getAsLong() - 1);
  }

  Collection<Long> addresses() {
    return addresses.values();
  }

  /** How many frames fit the kernel. */
  long found() {
    return fault.stack().stream().filter(addresses::containsKey).count();
  }

  /** The fault with the places that are known; inlined functions stand before who holds them. */
  Fault in(SourceLines lines) {
    List<Frame> stack = new ArrayList<>();
    for (Frame frame : fault.stack()) {
      Long address = addresses.get(frame);
      List<SourceLines.Place> places = address == null ? List.of() : lines.at(address);
      for (SourceLines.Place inlined : places.subList(0, Math.max(places.size() - 1, 0))) {
        stack.add(frame.inlining(inlined.function(), inlined.line()));
      }
      Optional<String> own =
          places.isEmpty() ? Optional.empty() : places.get(places.size() - 1).line();
      stack.add(own.map(frame::at).orElse(frame));
    }
    return fault.withStack(stack);
  }
}

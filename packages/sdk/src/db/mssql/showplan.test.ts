import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOfShowplan } from './showplan.ts';

const plan = `<ShowPlanXML><BatchSequence><Batch><Statements><StmtSimple StatementText="SELECT * FROM flights WHERE t = 'hush' AND n &gt; 3">
<QueryPlan><RelOp NodeId="0" PhysicalOp="Nested Loops" LogicalOp="Inner Join" EstimateRows="12" EstimatedTotalSubtreeCost="0.5"><NestedLoops>
<RelOp NodeId="1" PhysicalOp="Index Seek" LogicalOp="Index Seek" EstimateRows="3" EstimatedTotalSubtreeCost="0.1"><IndexScan>
<Object Database="[d]" Schema="[dbo]" Table="[flights]" Index="[ix_t]" /><Predicate><ScalarOperator ScalarString="[t]='hush'"><Const ConstValue="'hush'" /></ScalarOperator></Predicate></IndexScan></RelOp>
<RelOp NodeId="2" PhysicalOp="Table Scan" LogicalOp="Table Scan" EstimateRows="4" EstimatedTotalSubtreeCost="0.3"><TableScan><Object Schema="[dbo]" Table="[days]" /></TableScan></RelOp>
</NestedLoops></RelOp></QueryPlan></StmtSimple></Statements></Batch></BatchSequence></ShowPlanXML>`;

test('operators, estimates and objects, without data', () => {
  expect(planOfShowplan(plan)).toBe(
    [
      'Nested Loops (Inner Join) rows=12 cost=0.5',
      '  Index Seek rows=3 cost=0.1 on dbo.flights.ix_t',
      '  Table Scan rows=4 cost=0.3 on dbo.days',
    ].join('\n'),
  );
});

test('whatever comes, no more than 201 lines', () => {
  const piece = fc.constantFrom('<RelOp PhysicalOp="Sort">', '</RelOp>', '<Object Table="[t]"/>', '<', '"', 'x');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 600 }), (pieces) => {
      expect(planOfShowplan(pieces.join('')).split('\n').length).toBeLessThanOrEqual(201);
    }),
  );
});
